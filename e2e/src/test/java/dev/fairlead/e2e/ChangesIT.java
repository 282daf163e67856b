package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What people see at guard who change what works, or call what is not there.
@OnCluster(withWebhook = true)
final class ChangesIT {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec: {selector: {app: shop}, ports: [{name: http, port: 80, targetPort: http}]}
      """;

  private static final String METRICS_SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: shop-metrics}
      spec: {selector: {app: shop}, ports: [{name: metrics, port: 9090, targetPort: metrics}]}
      """;

  private static final String ELSEWHERE = "{\"spec\":{\"selector\":{\"app\":\"other\"}}}";

  private static final Duration TO_BE_KNOWN = Duration.ofSeconds(30);

  private final Cluster cluster;

  ChangesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void c1ASelectorThatNothingCarriesAnyMoreIsDenied() {
    var sandbox = healthy();

    var denied = sandbox.kubectl("patch", "service", "shop", "-p", ELSEWHERE);

    assertDenied(denied, "[selector-unmatched] Service/shop spec.selector");
    assertThat(denied.err()).contains("To change this without downtime, add before you remove");
  }

  @Test
  void c2ATemplateLabelThatTheServiceSelectsIsKept() {
    var sandbox = healthy();
    var changed =
        sandbox.write(
            "changed.yaml", deployment("shop", "tier: web", "{name: http, containerPort: 8080}"));

    assertDenied(sandbox.apply(changed), "[selector-unmatched] Service/shop spec.selector");
  }

  @Test
  void c3ARenamedPortIsDeniedUnlessItGivesAReason() {
    var sandbox = healthy();
    var renamed =
        sandbox.write(
            "renamed.yaml", deployment("shop", "app: shop", "{name: web, containerPort: 8080}"));

    assertDenied(sandbox.apply(renamed), "[target-port-unresolved] Service/shop");

    sandbox
        .kubectl(
            "annotate",
            "service/shop",
            "allow.fairlead.dev/target-port-unresolved=the Service follows within the hour")
        .successful();
    assertSilent(sandbox.apply(renamed));
  }

  @Test
  void c4ExpandAndContractIsAdmitted() {
    var sandbox = healthy();
    var both = "{name: http, containerPort: 8080}, {name: web, containerPort: 8081}";

    assertSilent(sandbox.apply(sandbox.write("1.yaml", deployment("shop", "app: shop", both))));
    assertSilent(
        sandbox.apply(
            sandbox.write(
                "2.yaml",
                Manifests.parse(SERVICE.replace("targetPort: http", "targetPort: web")))));
    var web = deploymentText("shop", "app: shop", "{name: web, containerPort: 8081}");
    var probed = Manifests.parse(web.replace("{port: 8080}", "{port: 8081}"));
    assertSilent(sandbox.apply(sandbox.write("3.yaml", probed)));
  }

  @Test
  void c5ANewPortOfAReleaseIsAdmittedFromHelmAndByHand() throws IOException {
    var sandbox = healthy();
    var ports = "{name: http, containerPort: 8080}, {name: metrics, containerPort: 9090}";
    var service = sandbox.write("metrics.yaml", Manifests.parse(METRICS_SERVICE));
    var workload = sandbox.write("workload.yaml", deployment("shop", "app: shop", ports));

    assertThat(sandbox.apply(service).successful().warnings())
        .singleElement()
        .asString()
        .startsWith("[target-port-unresolved] Service/shop-metrics");
    assertSilent(sandbox.apply(workload));
    assertSilent(sandbox.apply(service));

    var released = Sandbox.create(cluster, Level.GUARD);
    var chart =
        chart(released, List.of(SERVICE, deploymentText("{name: http, containerPort: 8080}")));
    var install = helm(released, "install", chart);
    assertThat(install.successful().err()).contains("[selector-unmatched] Service/shop ");
    chart(released, List.of(SERVICE, METRICS_SERVICE, deploymentText(ports)));
    var upgrade = helm(released, "upgrade", chart);
    assertThat(upgrade.successful().err())
        .contains("[target-port-unresolved] Service/shop-metrics ");
  }

  @Test
  void c6WhatWasBrokenBeforeBlocksNothing() {
    var sandbox = Sandbox.create(cluster, Level.OFF);
    sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))).successful();
    sandbox
        .apply(
            sandbox.write(
                "workload.yaml",
                deployment("shop", "app: shop", "{name: web, containerPort: 8080}")))
        .successful();
    sandbox.setLevel(Level.GUARD);

    awaitNotice(sandbox, "set", "image", "deployment/shop", "web=shop:2");

    var bumped = sandbox.kubectl("set", "image", "deployment/shop", "web=shop:2").successful();

    assertThat(bumped.warnings()).singleElement().asString().startsWith("[target-port-unresolved]");
    assertSilent(sandbox.kubectl("annotate", "deployment/shop", "example.com/owner=a-team"));
    assertSilent(sandbox.kubectl("scale", "deployment/shop", "--replicas=2"));
  }

  @Test
  void c7And8BlueAndGreen() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    var port = "{name: http, containerPort: 8080}";
    sandbox
        .apply(sandbox.write("blue.yaml", deployment("blue", "app: shop, track: blue", port)))
        .successful();
    sandbox
        .apply(
            sandbox.write(
                "service.yaml",
                Manifests.parse(SERVICE.replace("app: shop}", "app: shop, track: blue}"))))
        .successful();
    var green = "{\"spec\":{\"selector\":{\"track\":\"green\"}}}";

    awaitNotice(sandbox, "patch", "service", "shop", "-p", green);
    assertDenied(
        sandbox.kubectl("patch", "service", "shop", "-p", green),
        "[selector-unmatched] Service/shop spec.selector");
    assertSilent(
        sandbox.apply(
            sandbox.write("green.yaml", deployment("green", "app: shop, track: green", port))));
    assertSilent(sandbox.kubectl("patch", "service", "shop", "-p", green));
  }

  @Test
  void c9ACanaryWithoutThePortIsWarnedAbout() {
    var sandbox = healthy();
    var canary =
        sandbox.write(
            "canary.yaml",
            deployment("canary", "app: shop, track: canary", "{name: web, containerPort: 8080}"));

    assertThat(sandbox.apply(canary).successful().warnings())
        .singleElement()
        .asString()
        .startsWith("[target-port-unresolved] Service/shop")
        .contains("Deployment/canary");
  }

  @Test
  void c10And11ScalingDownAndDeletingAreNobodysBusiness() {
    var sandbox = healthy();

    assertSilent(sandbox.kubectl("scale", "deployment/shop", "--replicas=0"));
    assertSilent(sandbox.kubectl("rollout", "pause", "deployment/shop"));
    assertSilent(sandbox.kubectl("delete", "deployment/shop", "--wait=false"));
    assertSilent(sandbox.kubectl("delete", "service/shop"));
    assertSilent(
        cluster.admin().kubectl("delete", "namespace", sandbox.namespace(), "--wait=false"));
  }

  @Test
  void c11ADeletionThatLeavesTheOtherHalfAloneIsWarnedAbout() {
    var sandbox = healthy();
    var serviceGone = sandbox.kubectl("delete", "service/shop", "--dry-run=server").successful();
    var workloadGone = sandbox.kubectl("delete", "deployment/shop").successful();

    assertThat(serviceGone.warnings())
        .singleElement()
        .asString()
        .startsWith("Service/shop is deleted while Deployment/shop, which it selects, stays");
    assertThat(workloadGone.warnings())
        .singleElement()
        .asString()
        .startsWith("[selector-unmatched] Service/shop ");
    assertSilent(
        cluster.admin().kubectl("delete", "namespace", sandbox.namespace(), "--wait=false"));
  }

  @Test
  void c12ASelectorThatArgoRolloutsRewritesIsAdmitted() {
    var sandbox = healthy();

    assertSilent(
        sandbox.kubectl(
            "patch",
            "service",
            "shop",
            "-p",
            "{\"spec\":{\"selector\":{\"rollouts-pod-template-hash\":\"687d76d795\"}}}"));
  }

  @Test
  void c13TheWayBackIsOpen() throws IOException {
    var released = Sandbox.create(cluster, Level.GUARD);
    var port = "{name: http, containerPort: 8080}";
    var chart = chart(released, List.of(SERVICE, deploymentText(port)));
    helm(released, "install", chart).successful();
    chart(
        released,
        List.of(
            SERVICE,
            METRICS_SERVICE,
            deploymentText(port + ", {name: metrics, containerPort: 9090}")));
    helm(released, "upgrade", chart).successful();

    cluster.admin().helm("rollback", "shop", "1", "--namespace", released.namespace()).successful();
  }

  @Test
  void p3AReferenceToAServiceThatIsNotThereIsWarnedAboutUntilItComes() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    var p3 = Example.named("p3-missing-service");
    var missing = "[service-reference-missing] Deployment/backend ";
    var database = SERVICE.replace("name: shop}", "name: postgres-service}").replace("80", "5432");

    var warned = sandbox.apply(sandbox.write("p3.yaml", p3.all())).successful();
    assertThat(warned.warnings())
        .anySatisfy(
            warning -> assertThat(warning).startsWith(missing).contains("postgres-service"));

    sandbox.apply(sandbox.write("database.yaml", Manifests.parse(database))).successful();
    Await.until(
        "the webhook to know the Service that is referred to",
        TO_BE_KNOWN,
        () ->
            Optional.of(label(sandbox, "deployment/backend"))
                .filter(run -> run.err().contains(missing))
                .map(Finished::toString));
  }

  @Test
  void p6ANameOfAnotherNamespaceMustBeWrittenOut() {
    var production = Sandbox.create(cluster, Level.GUARD);
    var service = Manifests.parse(SERVICE.replace("name: shop}", "name: catalogue}"));
    production.apply(production.write("service.yaml", service)).successful();
    var staging = Sandbox.create(cluster, Level.GUARD);
    var full = "catalogue.%s.svc.cluster.local".formatted(production.namespace());
    var caller = staging.write("short.yaml", calling("http://catalogue:80"));

    Await.until(
        "the webhook to know the Service of the other namespace",
        TO_BE_KNOWN,
        () ->
            Optional.of(staging.apply(caller, "--dry-run=server"))
                .filter(run -> !run.err().contains("[cross-namespace-short-name]"))
                .map(Finished::toString));

    assertThat(staging.apply(caller).successful().warnings())
        .singleElement()
        .asString()
        .startsWith("[cross-namespace-short-name] Deployment/caller ")
        .contains(full);
    assertSilent(staging.apply(staging.write("full.yaml", calling("http://" + full + ":80"))));
  }

  private static Manifests calling(String url) {
    return Manifests.parse(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: caller}
        spec:
          selector: {matchLabels: {app: caller}}
          template:
            metadata: {labels: {app: caller}}
            spec:
              containers:
                - name: web
                  image: caller:1
                  env: [{name: SHOP_URL, value: "%s"}]
        """
            .formatted(url));
  }

  private static Finished label(Sandbox sandbox, String object) {
    return sandbox
        .kubectl("label", object, "--overwrite", "--dry-run=server", "example.com/sent=again")
        .successful();
  }

  private Sandbox healthy() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    assertSilent(
        sandbox.apply(
            sandbox.write(
                "workload.yaml",
                deployment("shop", "app: shop", "{name: http, containerPort: 8080}"))));
    assertSilent(sandbox.apply(sandbox.write("service.yaml", Manifests.parse(SERVICE))));
    awaitKnown(sandbox);
    return sandbox;
  }

  /// The webhook watches the cluster: what has just been stored it knows a moment later.
  private static void awaitKnown(Sandbox sandbox) {
    var stranger =
        sandbox.write(
            "stranger.yaml",
            deployment("stranger", "app: shop", "{name: web, containerPort: 8080}"));
    awaitNotice(sandbox, "apply", "-f", stranger.toString());
    awaitNotice(sandbox, "patch", "service", "shop", "-p", ELSEWHERE);
  }

  /// Returns once a dry run of the command is denied or warned about.
  private static void awaitNotice(Sandbox sandbox, String... command) {
    var dryRun = Stream.concat(Stream.of(command), Stream.of("--dry-run=server"));
    var arguments = dryRun.toArray(String[]::new);
    Await.until(
        "the webhook to know the Service and its workload",
        TO_BE_KNOWN,
        () ->
            Optional.of(sandbox.kubectl(arguments))
                .filter(run -> !run.err().contains("Service/shop spec."))
                .map(Finished::toString));
  }

  private static String deploymentText(String ports) {
    return deploymentText("shop", "app: shop", ports);
  }

  private static Manifests deployment(String name, String labels, String ports) {
    return Manifests.parse(deploymentText(name, labels, ports));
  }

  /// A Deployment whose own selector is content with any of the labels.
  private static String deploymentText(String name, String labels, String ports) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %s}
    spec:
      selector: {matchLabels: {unit: %s}}
      template:
        metadata: {labels: {unit: %s, %s}}
        spec:
          containers:
            - name: web
              image: shop:1
              ports: [%s]
              readinessProbe: {tcpSocket: {port: 8080}}
    """
        .formatted(name, name, name, labels, ports);
  }

  private static Path chart(Sandbox sandbox, List<String> manifests) throws IOException {
    var folder = sandbox.directory().resolve("chart");
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(folder.resolve("Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    Files.writeString(
        folder.resolve("templates").resolve("all.yaml"), String.join("---\n", manifests));
    return folder;
  }

  private Finished helm(Sandbox sandbox, String verb, Path chart) {
    return cluster.admin().helm(verb, "shop", chart.toString(), "--namespace", sandbox.namespace());
  }

  private static void assertSilent(Finished run) {
    assertThat(run.successful().warnings()).as("%s", run).isEmpty();
  }

  private static void assertDenied(Finished run, String message) {
    assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
    assertThat(run.err())
        .contains("admission webhook \"wiring.fairlead.dev\" denied the request: " + message);
  }
}
