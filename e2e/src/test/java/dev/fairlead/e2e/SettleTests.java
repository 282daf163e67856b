package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is said of Services once their other half has had time to come, where pipelines look.
abstract class SettleTests {
  private static final Map<String, String> IMPATIENT =
      Map.of("FAIRLEAD_WINDOW", "4s", "FAIRLEAD_SETTLE_LEASE_TIME", "3s");

  private static final Duration TO_SETTLE = Duration.ofSeconds(30);

  private final Cluster cluster;
  private Optional<Webhook> started = Optional.empty();

  SettleTests(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void startTheWebhook() {
    Sandbox.removeServices(cluster);
    var setup = new Webhook.Setup("Fail", Optional.empty(), IMPATIENT, List.of());
    started = Optional.of(Webhook.start(cluster, setup));
  }

  @AfterAll
  void stopTheWebhook() {
    started.ifPresent(Webhook::close);
    Sandbox.removeServices(cluster);
  }

  private Webhook webhook() {
    return started.orElseThrow();
  }

  private Sandbox sandbox() {
    return Sandbox.create(cluster, Level.GUARD);
  }

  private static Path write(Sandbox sandbox, String name, String yaml) {
    return sandbox.write(name + ".yaml", Manifests.parse(yaml));
  }

  /// As Helm sends it.
  private static void applyAsHelm(Sandbox sandbox, Path file) {
    sandbox.apply(file, "--server-side", "--field-manager=helm", "--force-conflicts").successful();
  }

  /// Status and reason of our condition, and the message after a blank; empty where there is none.
  private static String wired(Sandbox sandbox, String service) {
    return sandbox
        .kubectl(
            "get",
            "service",
            service,
            "-o",
            "jsonpath={range .status.conditions[?(@.type=='fairlead.dev/Wired')]}"
                + "{.status}/{.reason} {.message}{end}")
        .out()
        .strip();
  }

  private static void await(Sandbox sandbox, String service, String condition) {
    Await.until(
        "%s of %s".formatted(condition, service),
        TO_SETTLE,
        () ->
            Optional.of(wired(sandbox, service))
                .filter(now -> !now.startsWith(condition))
                .map(now -> "it is \"%s\"".formatted(now)));
  }

  /// Types and reasons of the Events about a Service, the oldest first.
  private static List<String> events(Sandbox sandbox, String service) {
    return sandbox
        .kubectl(
            "get",
            "events.events.k8s.io",
            "--sort-by=.eventTime",
            "--field-selector=regarding.kind=Service,regarding.name=" + service,
            "-o",
            "jsonpath={range .items[*]}{.type}/{.reason}{\"\\n\"}{end}")
        .successful()
        .out()
        .lines()
        .toList();
  }

  private static String deployment(String name, String app, int replicas, String further) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %s}
    spec:
      replicas: %d
      selector: {matchLabels: {app: %s}}
      template:
        metadata: {labels: {app: %s}}
        spec:
          %s
          containers:
            - name: web
              image: web
              ports: [{name: http, containerPort: 8080}]
              readinessProbe: {tcpSocket: {port: http}}
    """
        .formatted(name, replicas, app, app, further);
  }

  private static String service(String name, String app, String target) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %s}
    spec: {selector: {app: %s}, ports: [{port: 80, targetPort: %s}]}
    """
        .formatted(name, app, target);
  }

  @Test
  void aMistakeInHelmsOrderSettlesAsFalseAndAsTrueOnceItIsMended() {
    var sandbox = sandbox();
    applyAsHelm(sandbox, write(sandbox, "service", service("shop", "backend", "http")));
    sandbox
        .kubectl(
            "wait", "service/shop", "--for=condition=fairlead.dev/Wired=Unknown", "--timeout=10s")
        .successful();
    applyAsHelm(sandbox, write(sandbox, "workload", deployment("shop", "backend-api", 1, "")));

    sandbox
        .kubectl(
            "wait", "service/shop", "--for=condition=fairlead.dev/Wired=False", "--timeout=30s")
        .successful();
    assertThat(
            sandbox
                .kubectl(
                    "wait", "service/shop", "--for=condition=fairlead.dev/Wired", "--timeout=1s")
                .exitCode())
        .isEqualTo(1);
    assertThat(wired(sandbox, "shop"))
        .startsWith("False/SelectorUnmatched [selector-unmatched] Service/shop spec.selector:")
        .contains("did you mean \"app=backend-api\"");
    assertThat(events(sandbox, "shop")).containsExactly("Warning/SelectorUnmatched");
    assertThat(sandbox.kubectl("describe", "service", "shop").successful().out())
        .contains("SelectorUnmatched");

    applyAsHelm(sandbox, write(sandbox, "service", service("shop", "backend-api", "http")));
    sandbox
        .kubectl("wait", "service/shop", "--for=condition=fairlead.dev/Wired", "--timeout=30s")
        .successful();
    assertThat(wired(sandbox, "shop")).startsWith("True/Wired selects Deployment/shop");
    assertThat(events(sandbox, "shop"))
        .containsExactly("Warning/SelectorUnmatched", "Normal/Wired");
  }

  @Test
  void aPortThatComesWithTheReleaseSettlesAsTrueWithoutAWarning() {
    var sandbox = sandbox();
    var before = deployment("shop", "shop", 1, "");
    applyAsHelm(sandbox, write(sandbox, "workload", before));
    applyAsHelm(sandbox, write(sandbox, "service", service("shop-metrics", "shop", "metrics")));
    await(sandbox, "shop-metrics", "Unknown/Settling [target-port-unresolved]");
    var after =
        before.replace(
            "containerPort: 8080}", "containerPort: 8080}, {name: metrics, containerPort: 9090}");
    applyAsHelm(sandbox, write(sandbox, "workload", after));

    await(sandbox, "shop-metrics", "True/Wired");
    assertThat(events(sandbox, "shop-metrics")).containsExactly("Normal/Wired");
  }

  @Test
  void aWorkloadScaledToZeroLeavesItsServiceWired() {
    var sandbox = sandbox();
    sandbox.apply(write(sandbox, "workload", deployment("shop", "shop", 0, ""))).successful();
    sandbox.apply(write(sandbox, "service", service("shop", "shop", "http"))).successful();

    await(sandbox, "shop", "True/ScaledToZero selects Deployment/shop, scaled to zero");
  }

  @Test
  void podsThatNoNodeTakesSayWhyNoEndpointIsReady() {
    var sandbox = sandbox();
    var workload = deployment("shop", "shop", 1, "nodeSelector: {no: where}");
    sandbox.apply(write(sandbox, "workload", workload)).successful();
    sandbox.apply(write(sandbox, "service", service("shop", "shop", "http"))).successful();

    await(sandbox, "shop", "Unknown/WaitingForEndpoints");
    await(sandbox, "shop", "False/NoReadyEndpoints");
    assertThat(wired(sandbox, "shop"))
        .contains("none of Deployment/shop is: Pod/shop-")
        .contains("is not scheduled: 0/1 nodes are available");
    assertThat(events(sandbox, "shop")).containsExactly("Warning/NoReadyEndpoints");

    sandbox.apply(write(sandbox, "workload", deployment("shop", "shop", 1, ""))).successful();
    await(sandbox, "shop", "True/Wired");
  }

  @Test
  void aClusterWithoutDnsIsTold() {
    var system = new Sandbox(cluster.admin(), "kube-system", cluster.directory().resolve("dns"));
    system
        .apply(
            write(system, "workload", deployment("coredns", "dns", 1, "nodeSelector: {no: where}")))
        .successful();
    system.apply(write(system, "service", service("kube-dns", "dns", "http"))).successful();
    try {
      await(system, "kube-dns", "False/DnsUnavailable [dns-unavailable] Service/kube-dns");
      assertThat(wired(system, "kube-dns")).contains("is not scheduled");
      assertThat(events(system, "kube-dns")).containsExactly("Warning/DnsUnavailable");
      assertThat(webhook().metric("fairlead_findings", "check=\"dns-unavailable\"")).isEqualTo(1);
      assertThat(webhook().metric("fairlead_service_broken", "service=\"kube-dns\"")).isEqualTo(1);
    } finally {
      system.kubectl("delete", "service/kube-dns", "deployment/coredns").successful();
    }
  }

  @Test
  void conditionsOfOthersStayAndOursGoesWhereNobodyWantsIt() {
    var sandbox = sandbox();
    sandbox.apply(write(sandbox, "service", service("shop", "nobody", "http"))).successful();
    await(sandbox, "shop", "Unknown/Settling");
    var other =
        sandbox.write(
            "other.yaml",
            Manifests.parse(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop}
                status:
                  conditions:
                    - {type: example.com/Painted, status: "True", reason: Blue, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}
                """));
    sandbox
        .apply(other, "--server-side", "--subresource=status", "--field-manager=painter")
        .successful();
    await(sandbox, "shop", "False/SelectorUnmatched");
    assertThat(types(sandbox, "shop"))
        .containsExactlyInAnyOrder("example.com/Painted", "fairlead.dev/Wired");

    sandbox.setLevel(Level.OFF);
    Await.until(
        "our condition to go",
        TO_SETTLE,
        () ->
            Optional.of(types(sandbox, "shop"))
                .filter(types -> !types.equals(List.of("example.com/Painted")))
                .map(List::toString));
  }

  private static List<String> types(Sandbox sandbox, String service) {
    return sandbox
        .kubectl(
            "get",
            "service",
            service,
            "-o",
            "jsonpath={range .status.conditions[*]}{.type}{\"\\n\"}{end}")
        .successful()
        .out()
        .lines()
        .toList();
  }

  @Test
  void aNamespaceSaysHowLongItWaitsAndWhatIsAwaitedIsNotWaitedForTwice() {
    var sandbox = sandbox();
    sandbox
        .client()
        .kubectl("annotate", "namespace", sandbox.namespace(), "fairlead.dev/window=1h")
        .successful();
    var awaiting =
        service("shop", "shopp", "http")
            .replace(
                "{name: shop}",
                "{name: shop, annotations: {fairlead.dev/awaits: Deployment/shop}}");
    applyAsHelm(sandbox, write(sandbox, "service", awaiting));
    await(sandbox, "shop", "Unknown/Settling");
    assertThat(wired(sandbox, "shop")).endsWith("Deployment/shop, which it awaits, is not there");

    applyAsHelm(sandbox, write(sandbox, "workload", deployment("shop", "shop", 1, "")));
    await(sandbox, "shop", "False/SelectorUnmatched");
    assertThat(wired(sandbox, "shop"))
        .endsWith("Deployment/shop, which it awaits, is there and is not selected");
  }

  @Test
  void whoeverTakesOverGoesOnWhereTheLastOneStopped() {
    var sandbox = sandbox();
    sandbox.apply(write(sandbox, "service", service("told", "nobody", "http"))).successful();
    await(sandbox, "told", "False/SelectorUnmatched");
    try (var copy = webhook().startCopy()) {
      assertThat(copy.leads()).isFalse();
      sandbox.apply(write(sandbox, "late", service("late", "nobody", "http"))).successful();
      await(sandbox, "late", "Unknown/Settling");
      webhook().killProcess();
      await(sandbox, "late", "False/SelectorUnmatched");
      assertThat(copy.leads()).isTrue();
      assertThat(events(sandbox, "told")).containsExactly("Warning/SelectorUnmatched");
      assertThat(events(sandbox, "late")).containsExactly("Warning/SelectorUnmatched");

      webhook().startProcess();
      webhook().awaitReady();
      assertThat(webhook().metric("fairlead_settle_leader", "")).isZero();
    }
    Await.until(
        "the lease to be handed over",
        Duration.ofSeconds(10),
        () ->
            webhook().metric("fairlead_settle_leader", "") == 1
                ? Optional.empty()
                : Optional.of("nobody leads"));
  }
}
