package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.fairlead.policies.judge.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the fixes do on a real API server, and to those who apply from Git what they do not have
/// there.
@OnCluster(withWebhook = true)
final class FixesIT {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec: {selector: {app: shop}, ports: [{name: http, port: 80, targetPort: 8080}]}
      """;

  private static final String MOVED_SERVICE = SERVICE.replace("8080", "9090");
  private static final String PORT = "ports: [{containerPort: 8080}]";
  private static final String MOVED_PORT = "ports: [{containerPort: 9090}]";

  private static final String NAMED = "[named-ports] Deployment/shop ";
  private static final String PROBED = "[default-probes] Deployment/shop ";

  private static final Duration TO_BE_KNOWN = Duration.ofSeconds(30);

  private final Cluster cluster;

  FixesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void theHealthyBaseGetsNamesAndProbesAndIsToldSo() {
    var sandbox = enabled();
    var base =
        new Manifests(
            Stream.of("backend", "headless", "production")
                .map(name -> Manifests.read(Checkout.path("examples", "healthy", name + ".yaml")))
                .flatMap(manifests -> manifests.objects().stream())
                .toList());
    sandbox.apply(sandbox.write("services.yaml", base.ofKind("Service"))).successful();
    awaitFixed(sandbox, "backend", "{app: backend}", 80);
    awaitFixed(sandbox, "frontend", "{app: frontend}", 80);
    var workloads = sandbox.write("workloads.yaml", base.ofKind("Deployment"));

    var applied = sandbox.apply(workloads).successful();

    assertThat(applied.warnings())
        .contains(
            "[named-ports] Deployment/backend spec.template.spec.containers[0].ports[0].name: set"
                + " to \"http\", as Service/backend-service calls it",
            "[named-ports] Deployment/postgres spec.template.spec.containers[0].ports[0].name: set"
                + " to \"postgresql\", IANA's name for 5432/TCP",
            "[default-probes] Deployment/backend-api"
                + " spec.template.spec.containers[0].readinessProbe: set to tcpSocket on 3000, to"
                + " which Service/backend-api-service sends")
        .noneMatch(warning -> warning.startsWith("[readiness-probe-missing]"));
    var ports = Map.of("backend", 80, "postgres", 5432, "backend-api", 3000, "frontend", 80);
    ports.forEach((name, port) -> assertThat(probe(sandbox, name)).isEqualTo(tcpSocket(port)));
    var names =
        Map.of(
            "backend",
            "http",
            "postgres",
            "postgresql",
            "backend-api",
            "tcp-3000",
            "frontend",
            "http");
    names.forEach((name, port) -> assertThat(portNames(sandbox, name)).containsExactly(port));

    var again = sandbox.apply(workloads).successful();
    assertThat(again.warnings()).isEmpty();
    assertThat(again.out().lines()).hasSize(4).allMatch(line -> line.endsWith(" unchanged"));
    assertThat(sandbox.kubectl("diff", "-f", workloads.toString()).exitCode()).isZero();
  }

  @Test
  void applyingFromGitKeepsWhatGitDoesNotHave() {
    var sandbox = fixed();
    var next = sandbox.write("next.yaml", Manifests.parse(deployment("shop", "shop:2", PORT)));

    assertThat(sandbox.apply(next).successful().warnings()).isEmpty();

    assertFixed(sandbox, "http", 8080);
    assertThat(sandbox.kubectl("diff", "-f", next.toString()).exitCode()).isZero();
    awaitReplicaSets(sandbox, 2);
  }

  @Test
  void serverSideApplyFromGitKeepsWhatGitDoesNotHaveWithoutAConflict() {
    var sandbox = enabled();
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    awaitFixed(sandbox, "shop", "{app: shop}", 8080);
    var first = sandbox.write("first.yaml", Manifests.parse(deployment("shop", "shop:1", PORT)));
    var next = sandbox.write("next.yaml", Manifests.parse(deployment("shop", "shop:2", PORT)));

    sandbox.apply(first, "--server-side", "--field-manager=gitops").successful();
    assertFixed(sandbox, "http", 8080);
    sandbox.apply(first, "--server-side", "--field-manager=gitops").successful();
    awaitReplicaSets(sandbox, 1);
    sandbox.apply(next, "--server-side", "--field-manager=gitops").successful();

    assertFixed(sandbox, "http", 8080);
    assertThat(
            sandbox
                .kubectl("diff", "--server-side", "--field-manager=gitops", "-f", next.toString())
                .exitCode())
        .isZero();
    awaitReplicaSets(sandbox, 2);
  }

  @Test
  void replacingTheObjectWithThatOfGitStartsNoRollout() {
    var sandbox = fixed();
    var git = sandbox.write("git.yaml", Manifests.parse(deployment("shop", "shop:1", PORT)));

    var replaced = sandbox.kubectl("replace", "-f", git.toString()).successful();

    assertThat(replaced.warnings()).anyMatch(warning -> warning.startsWith(NAMED));
    assertFixed(sandbox, "http", 8080);
    awaitReplicaSets(sandbox, 1);
  }

  @Test
  void helmKeepsWhatTheChartDoesNotHave() throws IOException {
    var sandbox = enabled();
    var chart = chart(sandbox, SERVICE, deployment("shop", "shop:1", PORT));

    var install = helm(sandbox, "install", chart);
    assertThat(install.err()).contains(NAMED, PROBED);
    assertFixed(sandbox, "http", 8080);

    helm(sandbox, "upgrade", chart);
    awaitReplicaSets(sandbox, 1);
    chart(sandbox, SERVICE, deployment("shop", "shop:2", PORT));
    helm(sandbox, "upgrade", chart);
    assertFixed(sandbox, "http", 8080);
    awaitReplicaSets(sandbox, 2);
  }

  @Test
  void anOldDeploymentIsNotRolledOutForALabel() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    var git = sandbox.write("git.yaml", Manifests.parse(deployment("shop", "shop:1", PORT)));
    sandbox.apply(git).successful();
    awaitReplicaSets(sandbox, 1);
    enable(sandbox);
    awaitFixed(sandbox, "shop", "{app: shop}", 8080);

    sandbox.kubectl("label", "deployment/shop", "team=a").successful();
    sandbox.kubectl("annotate", "deployment/shop", "example.com/owner=a-team").successful();
    sandbox.kubectl("scale", "deployment/shop", "--replicas=2").successful();
    sandbox.apply(git).successful();

    assertThat(probe(sandbox, "shop")).isEmpty();
    assertThat(portNames(sandbox, "shop")).isEmpty();
    awaitReplicaSets(sandbox, 1);

    sandbox.kubectl("set", "image", "deployment/shop", "web=shop:2").successful();
    assertFixed(sandbox, "http", 8080);
    awaitReplicaSets(sandbox, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-sidecar", "z-sidecar"})
  void anotherWebhookThatAddsASidecarConverges(String name) {
    var sandbox = enabled();
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    awaitFixed(sandbox, "shop", "{app: shop}", 8080);
    var git = sandbox.write("git.yaml", Manifests.parse(deployment("shop", "shop:1", PORT)));
    try (var _ = SidecarWebhook.start(cluster, name, sandbox)) {
      sandbox.apply(git).successful();

      assertThat(at(sandbox, "shop", "{.spec.template.spec.containers[*].name}"))
          .isEqualTo("sidecar web");
      assertThat(at(sandbox, "shop", "{.spec.template.spec.containers[*].ports[*].name}"))
          .isEqualTo("http");
      assertThat(at(sandbox, "shop", "{.spec.template.spec.containers[*].readinessProbe}"))
          .isEqualTo(tcpSocket(8080));
      sandbox.kubectl("annotate", "deployment/shop", "example.com/again=1").successful();
      assertThat(sandbox.apply(git).successful().out()).contains(" configured");
      awaitReplicaSets(sandbox, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--server-side=false", "--server-side=true"})
  void aPortThatMovesTakesItsAddedProbeAlong(String how) {
    var sandbox = enabled();
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    awaitFixed(sandbox, "shop", "{app: shop}", 8080);
    sandbox
        .apply(sandbox.write("git.yaml", Manifests.parse(deployment("shop", "shop:1", PORT))), how)
        .successful();
    assertFixed(sandbox, "http", 8080);
    sandbox.kubectl("annotate", "service/shop", "allow.fairlead.dev/target-port-mismatch=moves");
    sandbox.apply(sandbox.write("moved-service.yaml", Manifests.parse(MOVED_SERVICE))).successful();
    awaitFixed(sandbox, "shop", "{app: shop}", 9090);

    var moved =
        sandbox
            .apply(
                sandbox.write(
                    "moved.yaml", Manifests.parse(deployment("shop", "shop:2", MOVED_PORT))),
                how)
            .successful();

    assertThat(moved.warnings())
        .contains(
            PROBED
                + "spec.template.spec.containers[0].readinessProbe: changed to tcpSocket on 9090:"
                + " it was Fairlead's own, on port 8080, which is no longer declared");
    assertFixed(sandbox, "http", 9090);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--server-side=false", "--server-side=true"})
  void aProbeThatGitBringsTakesThePlaceOfTheAddedOne(String how) {
    var sandbox = enabled();
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    awaitFixed(sandbox, "shop", "{app: shop}", 8080);
    sandbox
        .apply(sandbox.write("git.yaml", Manifests.parse(deployment("shop", "shop:1", PORT))), how)
        .successful();
    var own = PORT + "\n          readinessProbe: {httpGet: {path: /ready, port: 8080}}";

    sandbox
        .apply(sandbox.write("own.yaml", Manifests.parse(deployment("shop", "shop:1", own))), how)
        .successful();

    assertThat(probe(sandbox, "shop"))
        .isEqualTo(
            "{\"failureThreshold\":3,\"httpGet\":{\"path\":\"/ready\",\"port\":8080,\"scheme\":\"HTTP\"},"
                + "\"periodSeconds\":10,\"successThreshold\":1,\"timeoutSeconds\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--server-side=false", "--server-side=true"})
  void aNameThatGitGivesToAnotherPortIsGivenUp(String how) {
    var sandbox = enabled();
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    awaitFixed(sandbox, "shop", "{app: shop}", 8080);
    sandbox
        .apply(sandbox.write("git.yaml", Manifests.parse(deployment("shop", "shop:1", PORT))), how)
        .successful();
    var both = "ports: [{containerPort: 8080}, {containerPort: 9090, name: http}]";

    sandbox
        .apply(sandbox.write("both.yaml", Manifests.parse(deployment("shop", "shop:1", both))), how)
        .successful();

    assertThat(
            at(
                    sandbox,
                    "shop",
                    "{range .spec.template.spec.containers[0].ports[*]}{.containerPort}={.name}"
                        + " {end}")
                .split(" "))
        .containsExactlyInAnyOrder("8080=tcp-8080", "9090=http");
  }

  @Test
  void theNamespaceSaysWhereApplicationsTellTheirHealth() {
    var sandbox = enabled();
    annotate(sandbox, "fairlead.dev/probe-path=/health", "fairlead.dev/probe-port=8080");
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    awaitFixed(sandbox, "shop", "{app: shop}", 8080);
    var git = sandbox.write("git.yaml", Manifests.parse(deployment("shop", "shop:1", PORT)));

    sandbox.apply(git).successful();

    var health = "\"httpGet\":{\"path\":\"/health\",\"port\":8080,\"scheme\":\"HTTP\"}";
    assertThat(probe(sandbox, "shop"))
        .isEqualTo(
            "{\"failureThreshold\":3,%s,\"initialDelaySeconds\":10,\"periodSeconds\":5,\"successThreshold\":1,\"timeoutSeconds\":1}"
                .formatted(health));
    assertThat(at(sandbox, "shop", "{.spec.template.spec.containers[0].livenessProbe}"))
        .isEqualTo(
            "{\"failureThreshold\":3,%s,\"initialDelaySeconds\":30,\"periodSeconds\":10,\"successThreshold\":1,\"timeoutSeconds\":1}"
                .formatted(health));
    assertThat(sandbox.apply(git).successful().out()).contains(" unchanged");
    awaitReplicaSets(sandbox, 1);
  }

  @Test
  void anObjectCanDoWithout() {
    var sandbox = enabled();
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    awaitFixed(sandbox, "shop", "{app: shop}", 8080);
    var without =
        deployment("shop", "shop:1", PORT)
            .replace(
                "{name: shop}",
                "{name: shop, annotations: {fairlead.dev/named-ports: disabled,"
                    + " fairlead.dev/default-probes: disabled}}");

    sandbox.apply(sandbox.write("without.yaml", Manifests.parse(without))).successful();

    assertThat(probe(sandbox, "shop")).isEmpty();
    assertThat(portNames(sandbox, "shop")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          label    | fairlead.dev/named-ports=yes      | must be one of enabled, disabled
          annotate | fairlead.dev/probe-path=health    | must be a path such as /health
          annotate | fairlead.dev/probe-port=70000     | must be a port number between 1 and 65535
          """)
  void aSwitchThatMeansNothingIsRefused(String verb, String pair, String rule) {
    var sandbox = enabled();

    var refused =
        cluster.admin().kubectl(verb, "namespace", sandbox.namespace(), "--overwrite", pair);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains(rule);
  }

  /// What the API server itself refuses, it refuses in its own words: the fixes break no request.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ports: [{containerPort: 8080}, {protocol: TCP}]                       | containerPort: Required value
          ports: [{containerPort: 8080}, {containerPort: 90, name: sixteen-letters0}] | must be no more than 15
          ports: [{containerPort: 8080}, {containerPort: 99999}]                | must be between 1 and 65535
          """)
  void whatIsInvalidIsLeftToTheApiServer(String ports, String refusal) {
    var sandbox = enabled();
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    awaitFixed(sandbox, "shop", "{app: shop}", 8080);

    var refused =
        sandbox.apply(
            sandbox.write("bad.yaml", Manifests.parse(deployment("shop", "shop:1", ports))));

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("is invalid", refusal);
    assertThat(refused.warnings())
        .anyMatch(warning -> warning.contains("nothing is set in an object with a mistake"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ports: null", "ports: [{containerPort: 8080}, {containerPort: 8080}]"})
  void whatIsAmbiguousIsAdmittedAsItIs(String ports) {
    var sandbox = enabled();
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    awaitFixed(sandbox, "shop", "{app: shop}", 8080);

    var admitted =
        sandbox
            .apply(
                sandbox.write("odd.yaml", Manifests.parse(deployment("shop", "shop:1", ports))),
                "--validate=false")
            .successful();

    assertThat(admitted.warnings())
        .anyMatch(w -> w.startsWith(PROBED) && w.contains("left as it is"));
    assertThat(probe(sandbox, "shop")).isEmpty();
    assertThat(portNames(sandbox, "shop")).isEmpty();
  }

  /// Dry runs, each object under a name of its own, where no webhook of ours looks on.
  @Test
  void whatTheApiServerTakesItTakesFixedWithTheProbesThatWereAdded() {
    var workloads = CorpusWorkload.fixed();
    assumeFalse(workloads.isEmpty(), "no corpus: see FAIRLEAD_CORPUS");
    var sandbox = Sandbox.create(cluster, Level.OFF);
    var unfixed = created(sandbox, workloads, CorpusWorkload::tree);

    var fixed = created(sandbox, workloads, CorpusWorkload::patched);

    System.out.printf(
        "corpus: of %d workloads that fixes change the API server takes %d, and %d fixed%n",
        workloads.size(), unfixed.size(), fixed.size());
    assertThat(unfixed).hasSizeGreaterThan(workloads.size() / 2);
    assertThat(fixed).containsOnlyKeys(unfixed.keySet());
    for (var workload : workloads) {
      if (fixed.containsKey(workload.name())) {
        assertThat(workload.changedIn(Objects.requireNonNull(fixed.get(workload.name()))))
            .as("%s, as it would be stored", workload)
            .isEqualTo(workload.changedIn(workload.patched()));
      }
    }
  }

  /// What would be stored, by name; what the API server refuses is missing.
  private static Map<String, Map<String, Object>> created(
      Sandbox sandbox,
      List<CorpusWorkload> workloads,
      Function<CorpusWorkload, Map<String, Object>> version) {
    var file =
        sandbox.write("corpus.yaml", new Manifests(workloads.stream().map(version).toList()));
    var run =
        sandbox.kubectl(
            "create", "--dry-run=server", "--validate=false", "-o=yaml", "-f", file.toString());
    return Manifests.parse(run.out()).objects().stream()
        .collect(
            Collectors.toMap(
                object -> String.valueOf(Manifests.metadata(object).get("name")),
                object -> object));
  }

  /// A namespace that wants both fixes.
  private Sandbox enabled() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    enable(sandbox);
    return sandbox;
  }

  private void enable(Sandbox sandbox) {
    cluster
        .admin()
        .kubectl(
            "label",
            "namespace",
            sandbox.namespace(),
            "fairlead.dev/named-ports=enabled",
            "fairlead.dev/default-probes=enabled")
        .successful();
  }

  private void annotate(Sandbox sandbox, String... pairs) {
    var command =
        Stream.concat(Stream.of("annotate", "namespace", sandbox.namespace()), Stream.of(pairs));
    cluster.admin().kubectl(command.toArray(String[]::new)).successful();
  }

  /// A shop whose Deployment has been fixed as it was created.
  private Sandbox fixed() {
    var sandbox = enabled();
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    awaitFixed(sandbox, "shop", "{app: shop}", 8080);
    sandbox
        .apply(sandbox.write("git.yaml", Manifests.parse(deployment("shop", "shop:1", PORT))))
        .successful();
    assertFixed(sandbox, "http", 8080);
    awaitReplicaSets(sandbox, 1);
    return sandbox;
  }

  /// Returns once the API server asks the webhook, and the webhook knows the Service.
  private static void awaitFixed(Sandbox sandbox, String name, String labels, int port) {
    var asked =
        deployment("asked", "asked:1", "ports: [{containerPort: %d}]".formatted(port))
            .replace("labels: {app: asked}", "labels: " + labels)
            .replace("matchLabels: {app: asked}", "matchLabels: " + labels);
    var file = sandbox.write("asked-%s-%d.yaml".formatted(name, port), Manifests.parse(asked));
    Await.until(
        "the webhook to fix what %s selects at %d".formatted(name, port),
        TO_BE_KNOWN,
        () ->
            Optional.of(sandbox.kubectl("create", "--dry-run=server", "-f", file.toString()))
                .filter(
                    run ->
                        !run.err().contains("[named-ports]")
                            || !run.err().contains("[default-probes]"))
                .map(Finished::toString));
  }

  private static void assertFixed(Sandbox sandbox, String name, int port) {
    assertThat(portNames(sandbox, "shop")).containsExactly(name);
    assertThat(probe(sandbox, "shop")).isEqualTo(tcpSocket(port));
  }

  /// What the API server has stored, in the order in which it writes fields.
  private static String tcpSocket(int port) {
    return "{\"failureThreshold\":3,\"periodSeconds\":10,\"successThreshold\":1,\"tcpSocket\":{\"port\":%d},\"timeoutSeconds\":1}"
        .formatted(port);
  }

  private static String probe(Sandbox sandbox, String deployment) {
    return at(sandbox, deployment, "{.spec.template.spec.containers[0].readinessProbe}");
  }

  private static List<String> portNames(Sandbox sandbox, String deployment) {
    var names = at(sandbox, deployment, "{.spec.template.spec.containers[0].ports[*].name}");
    return names.isEmpty() ? List.of() : List.of(names.split(" "));
  }

  private static String at(Sandbox sandbox, String deployment, String jsonPath) {
    return sandbox
        .kubectl("get", "deployment/" + deployment, "-o", "jsonpath=" + jsonPath)
        .successful()
        .out();
  }

  /// Once the controller has seen the Deployment as it is now.
  private void awaitReplicaSets(Sandbox sandbox, int count) {
    if (!cluster.runsPods()) {
      return;
    }
    Await.until(
        count + " ReplicaSets",
        TO_BE_KNOWN,
        () ->
            Optional.of(at(sandbox, "shop", "{.metadata.generation} {.status.observedGeneration}"))
                .filter(
                    generations ->
                        generations.split(" ").length < 2 || !same(generations.split(" "))));
    var sets = sandbox.kubectl("get", "replicasets", "-o", "name").successful();
    assertThat(sets.out().lines()).hasSize(count);
  }

  private static boolean same(String[] generations) {
    return generations[0].equals(generations[1]);
  }

  static String deployment(String name, String image, String ports) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %s}
    spec:
      selector: {matchLabels: {app: %s}}
      template:
        metadata: {labels: {app: %s}}
        spec:
          containers:
            - name: web
              image: %s
              %s
    """
        .formatted(name, name, name, image, ports);
  }

  private static Path chart(Sandbox sandbox, String... manifests) throws IOException {
    var folder = sandbox.directory().resolve("chart");
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(folder.resolve("Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    Files.writeString(
        folder.resolve("templates").resolve("all.yaml"), String.join("---\n", manifests));
    return folder;
  }

  private Finished helm(Sandbox sandbox, String verb, Path chart) {
    return cluster
        .admin()
        .helm(verb, "shop", chart.toString(), "--namespace", sandbox.namespace())
        .successful();
  }
}
