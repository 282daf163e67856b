package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What people see who send the scenarios with kubectl.
@OnCluster(withWebhook = true)
final class AdmissionIT {
  private static final String SELECTOR_UNMATCHED = "selector-unmatched";
  private static final String READINESS_PROBE_MISSING = "readiness-probe-missing";
  private static final String PROBE_PORT_UNDECLARED = "probe-port-undeclared";

  /// What the Service of P1 and of the healthy base is told while it is alone.
  private static final String ALONE =
      "[selector-unmatched] Service/backend-service spec.selector: Not found: \"app=backend\":"
          + " must match the labels of a pod template of namespace \"%s\", which has none";

  private static final Example BACKEND = Example.named("healthy/backend");
  private static final Example HEADLESS = Example.named("healthy/headless");
  private static final Example PRODUCTION = Example.named("healthy/production");
  private static final Example P1 = Example.named("p1-selector-mismatch");
  private static final Example P2_NUMBER = Example.named("p2-target-port-number");
  private static final Example P4 = Example.named("p4-no-readiness-probe");
  private static final Example PROBE = Example.named("probe-port-undeclared");

  private final Cluster cluster;
  private final Webhook webhook;

  AdmissionIT(Cluster cluster, Webhook webhook) {
    this.cluster = cluster;
    this.webhook = webhook;
  }

  /// What becomes of a change, as its sender sees it.
  enum Seen {
    DENIED,
    WARNED,
    SILENT
  }

  // The healthy base.

  @ParameterizedTest
  @EnumSource(Level.class)
  void theHealthyBaseIsAdmittedWorkloadsFirst(Level level) {
    for (var base : List.of(BACKEND, PRODUCTION)) {
      var sandbox = Sandbox.create(cluster, level);
      var workloads = sandbox.write("workloads.yaml", base.workloads());
      var services = sandbox.write("services.yaml", base.services());

      // The Services that workloads call are yet to come.
      assertThat(sandbox.apply(workloads).successful().warnings())
          .allSatisfy(w -> assertThat(w).startsWith("[service-reference-missing] Deployment/"))
          .hasSize(level == Level.OFF || base.equals(BACKEND) ? 0 : 2);
      var applied = sandbox.apply(services).successful();

      assertThat(applied.errorLines())
          .containsExactlyInAnyOrderElementsOf(
              level == Level.OFF ? List.of() : warningLines(base, sandbox));
      // The workloads stay, and whoever calls them by these names finds nobody.
      var told = sandbox.kubectl("delete", "-f", services.toString()).successful().warnings();
      assertThat(told)
          .filteredOn(w -> !w.startsWith("[service-reference-missing] Deployment/"))
          .allSatisfy(w -> assertThat(w).contains(" is deleted while "))
          .hasSize(level == Level.OFF ? 0 : base.services().objects().size());
      if (level == Level.OFF) {
        assertThat(told).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Level.class,
      names = {"GUARD", "WARN", "OFF"})
  void theHealthyBaseIsAdmittedServicesFirst(Level level) {
    for (var base : List.of(BACKEND, PRODUCTION)) {
      var sandbox = Sandbox.create(cluster, level);
      var workloads = sandbox.write("workloads.yaml", base.workloads());
      var services = sandbox.write("services.yaml", base.services());

      var alone = sandbox.apply(services).successful();
      assertThat(alone.errorLines())
          .hasSize(level == Level.OFF ? 0 : base.services().objects().size());
      assertThat(alone.warnings())
          .allSatisfy(warning -> assertThat(warning).startsWith("[selector-unmatched] Service/"))
          .allSatisfy(warning -> assertThat(warning).endsWith("which has none"));

      var applied = sandbox.apply(workloads).successful();
      assertThat(applied.errorLines())
          .containsExactlyInAnyOrderElementsOf(
              level == Level.OFF ? List.of() : warningLines(base, sandbox));
      sandbox.kubectl("delete", "-f", services.toString()).successful();
    }
  }

  @Test
  void atStrictAServiceWaitsForItsWorkload() {
    var sandbox = Sandbox.create(cluster, Level.STRICT);
    var service = sandbox.write("service.yaml", BACKEND.services());
    var workload = sandbox.write("workload.yaml", BACKEND.workloads());

    assertDenied(
        sandbox.apply(service), Level.STRICT, service, ALONE.formatted(sandbox.namespace()));
    assertThat(sandbox.apply(workload).successful().err()).isEmpty();
    assertThat(sandbox.apply(service).successful().warnings())
        .containsExactly(BACKEND.message(READINESS_PROBE_MISSING, sandbox.namespace()));
  }

  @Test
  void aHeadlessServiceIsAdmittedBesideTheOther() {
    var sandbox = Sandbox.create(cluster, Level.STRICT);
    sandbox.apply(sandbox.write("backend.yaml", BACKEND.all())).successful();
    var headless = sandbox.apply(sandbox.write("headless.yaml", HEADLESS.all())).successful();
    assertThat(headless.warnings())
        .allSatisfy(warning -> assertThat(warning).startsWith("[readiness-probe-missing]"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Level.class,
      names = {"STRICT", "GUARD"})
  void aHealthyRolloutIsUndisturbed(Level level) {
    Assumptions.assumeTrue(cluster.runsPods(), "nobody runs Pods in this cluster");
    var sandbox = Sandbox.create(cluster, level);
    sandbox.apply(sandbox.write("backend.yaml", BACKEND.all())).successful();
    sandbox.kubectl("rollout", "status", "deployment/backend", "--timeout=120s").successful();
    sandbox.kubectl("rollout", "restart", "deployment/backend").successful();
    sandbox.kubectl("rollout", "status", "deployment/backend", "--timeout=120s").successful();
  }

  // P1: the selector matches nothing, and something is near.

  @ParameterizedTest
  @CsvSource({"STRICT, DENIED", "GUARD, DENIED", "WARN, WARNED", "OFF, SILENT"})
  void p1ServiceAfterItsDeployment(Level level, Seen seen) {
    secondAfterFirst(level, P1.workloads(), P1.services(), seen, P1, SELECTOR_UNMATCHED);
  }

  @ParameterizedTest
  @CsvSource({"STRICT, DENIED", "GUARD, WARNED", "WARN, WARNED", "OFF, SILENT"})
  void p1ServiceAfterItsDeploymentInADryRun(Level level, Seen seen) {
    secondAfterFirst(
        level, P1.workloads(), P1.services(), seen, P1, SELECTOR_UNMATCHED, "--dry-run=server");
  }

  @ParameterizedTest
  @CsvSource({"STRICT, DENIED", "GUARD, WARNED", "WARN, WARNED", "OFF, SILENT"})
  void p1ServiceFirst(Level level, Seen seen) {
    var sandbox = Sandbox.create(cluster, level);
    var service = sandbox.write("service.yaml", P1.services());
    assertSeen(sandbox.apply(service), level, service, seen, ALONE.formatted(sandbox.namespace()));
  }

  @ParameterizedTest
  @CsvSource({"STRICT, DENIED", "GUARD, DENIED", "WARN, WARNED", "OFF, SILENT"})
  void p1DeploymentAfterItsServiceIsTheSecondHalfThatDoesNotFit(Level level, Seen seen) {
    secondAfterFirst(level, P1.services(), P1.workloads(), seen, P1, SELECTOR_UNMATCHED);
  }

  @Test
  void p1IsMendedByTheSelectorOrByTheLabel() {
    var sandbox = Sandbox.create(cluster, Level.STRICT);
    sandbox.apply(sandbox.write("workload.yaml", P1.workloads())).successful();
    var mended = sandbox.write("service.yaml", P1.services());
    replace(mended, "app: backend", "app: backend-api");
    sandbox.apply(mended).successful();

    var other = Sandbox.create(cluster, Level.STRICT);
    var relabelled = other.write("workload.yaml", P1.workloads());
    replace(relabelled, "app: backend-api", "app: backend");
    other.apply(relabelled).successful();
    other.apply(other.write("service.yaml", P1.services())).successful();
  }

  // P2: the target port is nobody's, by number and by name.

  @ParameterizedTest
  @CsvSource({
    "p2-target-port-number, target-port-mismatch, STRICT, DENIED",
    "p2-target-port-number, target-port-mismatch, GUARD, DENIED",
    "p2-target-port-number, target-port-mismatch, WARN, WARNED",
    "p2-target-port-number, target-port-mismatch, OFF, SILENT",
    "p2-target-port-name, target-port-unresolved, STRICT, DENIED",
    "p2-target-port-name, target-port-unresolved, GUARD, DENIED",
    "p2-target-port-name, target-port-unresolved, WARN, WARNED",
    "p2-target-port-name, target-port-unresolved, OFF, SILENT"
  })
  void p2WhicheverComesSecond(String name, String check, Level level, Seen seen) {
    var p2 = Example.named(name);
    secondAfterFirst(level, p2.workloads(), p2.services(), seen, p2, check);
    secondAfterFirst(level, p2.services(), p2.workloads(), seen, p2, check);
  }

  @ParameterizedTest
  @CsvSource({
    "p2-target-port-number, target-port-mismatch, STRICT, DENIED",
    "p2-target-port-number, target-port-mismatch, GUARD, WARNED",
    "p2-target-port-name, target-port-unresolved, STRICT, DENIED",
    "p2-target-port-name, target-port-unresolved, GUARD, WARNED"
  })
  void p2WhicheverComesSecondInADryRun(String name, String check, Level level, Seen seen) {
    var p2 = Example.named(name);
    var dry = "--dry-run=server";
    secondAfterFirst(level, p2.workloads(), p2.services(), seen, p2, check, dry);
    secondAfterFirst(level, p2.services(), p2.workloads(), seen, p2, check, dry);
  }

  // P4: nothing says when the container is ready.

  @ParameterizedTest
  @CsvSource({"STRICT, WARNED", "GUARD, WARNED", "WARN, WARNED", "OFF, SILENT"})
  void p4WhicheverComesSecond(Level level, Seen seen) {
    secondAfterFirst(level, P4.workloads(), P4.services(), seen, P4, READINESS_PROBE_MISSING);
    secondAfterFirst(level, P4.services(), P4.workloads(), seen, P4, READINESS_PROBE_MISSING);
  }

  // A probe asks a port that its container does not declare: wrong whatever else there is.

  @ParameterizedTest
  @CsvSource({"STRICT, DENIED", "GUARD, DENIED", "WARN, WARNED", "OFF, SILENT"})
  void probeOfAnUndeclaredPort(Level level, Seen seen) {
    for (var options : List.of(new String[0], new String[] {"--dry-run=server"})) {
      var sandbox = Sandbox.create(cluster, level);
      var workload = sandbox.write("workload.yaml", PROBE.workloads());
      var message = PROBE.message(PROBE_PORT_UNDECLARED, sandbox.namespace());
      assertSeen(sandbox.apply(workload, options), level, workload, seen, message);
    }
  }

  // The ways of kubectl, at guard.

  @Test
  void applyOfOneFileGoesOnAfterADenialAndSaysTheSameAgain() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    var file = sandbox.write("p1.yaml", P1.all());
    var message = P1.message(SELECTOR_UNMATCHED, sandbox.namespace());

    var first = sandbox.apply(file);
    assertDenied(first, Level.GUARD, file, message);
    assertThat(first.out()).isEqualTo("deployment.apps/backend-api created\n");

    var second = sandbox.apply(file);
    assertDenied(second, Level.GUARD, file, message);
    assertThat(second.out()).isEqualTo("deployment.apps/backend-api unchanged\n");
  }

  @Test
  void applyOfAKustomizationSendsTheServiceFirst() {
    var healthy = Sandbox.create(cluster, Level.GUARD);
    var applied = healthy.kubectl("apply", "-k", kustomization(healthy, BACKEND)).successful();
    assertThat(applied.warnings())
        .containsExactly(
            ALONE.formatted(healthy.namespace()),
            BACKEND.message(READINESS_PROBE_MISSING, healthy.namespace()));

    var p1 = Sandbox.create(cluster, Level.GUARD);
    var p1Folder = kustomization(p1, P1);
    var refused = p1.kubectl("apply", "-k", p1Folder);
    assertThat(refused.warnings()).containsExactly(ALONE.formatted(p1.namespace()));
    assertDenied(
        refused, Level.GUARD, Path.of(p1Folder), P1.message(SELECTOR_UNMATCHED, p1.namespace()));
    assertThat(refused.err())
        .contains(
            "Deployment/backend-api is the only workload that Service/backend-service can mean");
    assertThat(refused.out()).isEqualTo("service/backend-service created\n");

    var p2 = Sandbox.create(cluster, Level.GUARD);
    var folder = kustomization(p2, P2_NUMBER);
    var denied = p2.kubectl("apply", "-k", folder);
    assertDenied(
        denied,
        Level.GUARD,
        Path.of(folder),
        P2_NUMBER.message("target-port-mismatch", p2.namespace()));
    assertThat(denied.out()).isEqualTo("service/backend-service created\n");
  }

  @Test
  void atStrictAKustomizationIsAdmittedByTheSecondRun() {
    var sandbox = Sandbox.create(cluster, Level.STRICT);
    var folder = kustomization(sandbox, BACKEND);
    var first = sandbox.kubectl("apply", "-k", folder);
    assertDenied(first, Level.STRICT, Path.of(folder), ALONE.formatted(sandbox.namespace()));
    assertThat(first.out()).isEqualTo("deployment.apps/backend created\n");
    sandbox.kubectl("apply", "-k", folder).successful();
  }

  @Test
  void serverSideApplyIsToldInItsOwnWords() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    sandbox.apply(sandbox.write("workload.yaml", P1.workloads()), "--server-side").successful();
    var service = sandbox.write("service.yaml", P1.services());

    var denied = sandbox.apply(service, "--server-side");

    assertThat(denied.exitCode()).isEqualTo(1);
    assertThat(denied.errorLines())
        .containsExactly(
            "Error from server (Forbidden): "
                + denial(Level.GUARD, P1.message(SELECTOR_UNMATCHED, sandbox.namespace())));
  }

  @Test
  void serverSideApplyOfTheHealthyBaseAgainChangesNothingAndIsSilent() {
    var sandbox = Sandbox.create(cluster, Level.STRICT);
    var file = sandbox.write("backend.yaml", BACKEND.all());
    sandbox.apply(file, "--server-side").successful();
    assertThat(sandbox.apply(file, "--server-side").successful().err()).isEmpty();
  }

  @Test
  void aDryRunOfBothHalvesDeniesNothingThatTheyWouldMend() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    var healthy = sandbox.apply(sandbox.write("b.yaml", BACKEND.all()), "--dry-run=server");
    assertThat(healthy.successful().warnings())
        .containsExactly(ALONE.formatted(sandbox.namespace()));
    assertThat(healthy.out())
        .isEqualTo(
            """
            deployment.apps/backend created (server dry run)
            service/backend-service created (server dry run)
            """);
  }

  @Test
  void diffWarnsOrSaysWhatWouldBeDenied() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    sandbox.apply(sandbox.write("workload.yaml", P1.workloads())).successful();
    var service = sandbox.write("service.yaml", P1.services());

    var warned = sandbox.kubectl("diff", "-f", service.toString());
    assertThat(warned.exitCode()).isEqualTo(1); // there is a difference
    assertThat(warned.out()).contains("+  name: backend-service");
    assertThat(warned.warnings())
        .containsExactly(P1.message(SELECTOR_UNMATCHED, sandbox.namespace()));

    sandbox.setLevel(Level.STRICT);
    var denied = sandbox.kubectl("diff", "-f", service.toString());
    assertThat(denied.exitCode()).isGreaterThan(1);
    assertThat(denied.err())
        .contains(denial(Level.STRICT, P1.message(SELECTOR_UNMATCHED, sandbox.namespace())));
  }

  @Test
  void raisingALevelShowsWhatWouldBeRefused() {
    var sandbox = Sandbox.create(cluster, Level.WARN);
    sandbox.apply(sandbox.write("p2.yaml", P2_NUMBER.all())).successful();
    var known = P2_NUMBER.message("target-port-mismatch", sandbox.namespace());

    for (var level : List.of(Level.GUARD, Level.STRICT)) {
      var preview =
          cluster
              .admin()
              .kubectl(
                  "label",
                  "--overwrite",
                  "--dry-run=server",
                  "namespace",
                  sandbox.namespace(),
                  Level.LABEL + "=" + level.label())
              .successful();

      assertThat(preview.warnings()).containsExactly(known);
    }
  }

  @Test
  void aLevelThatIsNoneIsRefusedWhereItIsWritten() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    var labelled =
        sandbox
            .client()
            .kubectl(
                "label",
                "namespace",
                sandbox.namespace(),
                "--overwrite",
                "fairlead.dev/level=loud");
    assertThat(labelled.exitCode()).isEqualTo(1);
    assertThat(labelled.err())
        .contains("admission webhook \"namespaces.fairlead.dev\" denied the request: ")
        .contains("loud", "strict", "guard", "warn", "off");
  }

  // What the API server does not ask about.

  @Test
  void theApiServerAsksOnlyAboutWhatMayMatter() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    var file = sandbox.write("backend.yaml", BACKEND.all());
    sandbox.apply(file, "--server-side").successful();
    if (cluster.runsPods()) {
      sandbox.kubectl("rollout", "status", "deployment/backend", "--timeout=120s").successful();
    }

    assertThat(
            asked(
                () -> {
                  sandbox.apply(file, "--server-side").successful();
                  annotate(sandbox, "example.com/note=1");
                  sandbox.kubectl("scale", "deployment/backend", "--replicas=4").successful();
                }))
        .isZero();
    var annotation = "allow.fairlead.dev/target-port-mismatch";
    assertThat(asked(() -> annotate(sandbox, annotation + "=why"))).isEqualTo(1);
    assertThat(asked(() -> annotate(sandbox, annotation + "=other"))).isEqualTo(1);
    assertThat(asked(() -> annotate(sandbox, annotation + "-"))).isEqualTo(1);
    assertThat(
            asked(
                () -> sandbox.kubectl("label", "service/backend-service", "tier=web").successful()))
        .isEqualTo(1);
  }

  // Who says of an object that it is not judged.

  @Test
  void whoeverSaysThatAControllerMadeItIsJudgedOrCounted() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    sandbox.kubectl("create", "configmap", "maker").successful();
    sandbox.kubectl("create", "deployment", "maker", "--image=web", "--replicas=0").successful();

    var byConfigMap = ownedPod(sandbox, "v1", "ConfigMap", uid(sandbox, "configmap/maker"));
    var denied = sandbox.apply(byConfigMap);
    assertThat(denied.exitCode()).isEqualTo(1);
    assertThat(denied.err()).contains("Forbidden", "\"alive\"");

    var exempt = exemptions();
    var byDeployment = ownedPod(sandbox, "apps/v1", "Deployment", uid(sandbox, "deployment/maker"));
    assertThat(sandbox.apply(byDeployment).successful().warnings()).isEmpty();
    assertThat(exemptions()).isEqualTo(exempt + 1);
  }

  /// Why nobody asks whether an owner exists.
  @Test
  void whatBelongsToNobodyIsDeletedByKubernetes() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    var nobodys =
        ownedPod(sandbox, "apps/v1", "Deployment", "11111111-2222-3333-4444-555555555555");
    sandbox.apply(nobodys).successful();

    Await.until(
        "the garbage collector",
        Duration.ofSeconds(60),
        () ->
            Optional.of(sandbox.kubectl("get", "pods", "-o=name").successful().out().strip())
                .filter(left -> !left.isEmpty()));
  }

  private double exemptions() {
    return webhook.metric("fairlead_exemptions_total", "{reason=\"controller\"}");
  }

  private static String uid(Sandbox sandbox, String object) {
    return sandbox.kubectl("get", object, "-o=jsonpath={.metadata.uid}").successful().out();
  }

  /// A Pod that is wrong whatever else exists.
  private static Path ownedPod(Sandbox sandbox, String apiVersion, String kind, String uid) {
    return sandbox.write(
        "owned-by-%s.yaml".formatted(kind),
        Manifests.parse(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: made-by-%s
              ownerReferences:
                - { apiVersion: %s, kind: %s, name: maker, uid: %s, controller: true }
            spec:
              containers:
                - { name: web, image: web, livenessProbe: { httpGet: { port: alive } } }
            """
                .formatted(kind.toLowerCase(Locale.ROOT), apiVersion, kind, uid)));
  }

  private static void annotate(Sandbox sandbox, String annotation) {
    sandbox.kubectl("annotate", "service/backend-service", "--overwrite", annotation).successful();
  }

  /// How often the API server asked the webhook about Services meanwhile, by its own count.
  private long asked(Runnable action) {
    var before = asked();
    action.run();
    return asked() - before;
  }

  private long asked() {
    var metrics = cluster.admin().kubectl("get", "--raw", "/metrics").successful();
    return metrics
        .out()
        .lines()
        .filter(line -> line.startsWith("apiserver_admission_webhook_request_total{"))
        .filter(line -> line.contains("name=\"wiring.fairlead.dev\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /// Sends one half while nobody looks, then the other one at the level.
  private void secondAfterFirst(
      Level level,
      Manifests first,
      Manifests second,
      Seen seen,
      Example example,
      String check,
      String... options) {
    var sandbox = Sandbox.create(cluster, Level.OFF);
    sandbox.apply(sandbox.write("first.yaml", first)).successful();
    sandbox.setLevel(level);
    var file = sandbox.write("second.yaml", second);
    var message = example.message(check, sandbox.namespace());
    assertSeen(sandbox.apply(file, options), level, file, seen, message);
  }

  private static void assertSeen(Finished run, Level level, Path file, Seen seen, String message) {
    switch (seen) {
      case DENIED -> assertDenied(run, level, file, message);
      case WARNED -> {
        assertThat(run.successful().errorLines()).containsExactly("Warning: " + message);
      }
      case SILENT -> assertThat(run.successful().err()).isEmpty();
    }
  }

  private static void assertDenied(Finished run, Level level, Path file, String message) {
    assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
    assertThat(run.errorLines())
        .contains(
            "Error from server (Forbidden): error when creating \"%s\": %s"
                .formatted(file, denial(level, message)));
  }

  private static String denial(Level level, String message) {
    var entry = level == Level.STRICT ? "strict.wiring.fairlead.dev" : "wiring.fairlead.dev";
    return "admission webhook \"%s\" denied the request: %s".formatted(entry, message);
  }

  private static List<String> warningLines(Example example, Sandbox sandbox) {
    return Wants.of(example.file()).wants().stream()
        .map(want -> "Warning: " + want.messageIn(sandbox.namespace()))
        .toList();
  }

  private static String kustomization(Sandbox sandbox, Example example) {
    var file = sandbox.write("kustomized.yaml", example.all());
    var kustomization =
        Manifests.parse(
            """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources: [kustomized.yaml]
            """);
    kustomization.write(file.resolveSibling("kustomization.yaml"));
    return file.resolveSibling("").toString();
  }

  private static void replace(Path file, String old, String replacement) {
    try {
      var content = Files.readString(file);
      assertThat(content).contains(old);
      Files.writeString(file, content.replace(old, replacement));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
