package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is said of Services once their other half has had time to come, where pipelines look.
@OnCluster
final class SettleIT {
  /// Five times what is the default, so that nobody has to wait.
  private static final int RATE = 100;

  private static final Map<String, String> IMPATIENT =
      Map.of(
          "FAIRLEAD_WINDOW", "4s",
          "FAIRLEAD_SETTLE_LEASE_TIME", "3s",
          "FAIRLEAD_SETTLE_WRITES_PER_SECOND", Integer.toString(RATE),
          "FAIRLEAD_CUSTOM_KINDS_REFRESH", "2s");

  private static final int BURST = 2_000;

  private static final String WRITES = "fairlead_settle_writes_total";

  /// What stands before what an example wants of a running cluster.
  private static final String LIVE = "# want-live: ";

  private static final Duration TO_SETTLE = Duration.ofSeconds(30);

  private final Cluster cluster;
  private Optional<Webhook> started = Optional.empty();

  SettleIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void startTheWebhook() {
    var setup = new Webhook.Setup("Fail", Optional.empty(), IMPATIENT, List.of());
    started = Optional.of(Webhook.start(cluster, setup));
  }

  @AfterAll
  void stopTheWebhook() {
    started.ifPresent(Webhook::close);
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
    var sandbox = Sandbox.create(cluster, Level.WARN); // at guard the second half is refused
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
  void aClusterWithoutDnsIsTold() throws IOException {
    var file = Checkout.path("examples").resolve("p5-cluster-dns.yaml");
    var want =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith(LIVE))
            .map(line -> line.substring(LIVE.length()))
            .findFirst()
            .orElseThrow();
    var system = new Sandbox(cluster.admin(), "kube-system", cluster.directory().resolve("dns"));
    system.kubectl("create", "serviceaccount", "coredns").successful();
    system.apply(file).successful();
    try {
      await(system, "kube-dns", "False/DnsUnavailable " + want);
      assertThat(wired(system, "kube-dns")).contains("is not scheduled: 0/1 nodes are available");
      assertThat(events(system, "kube-dns")).containsExactly("Warning/DnsUnavailable");
      assertThat(webhook().metric("fairlead_findings", "check=\"dns-unavailable\"")).isEqualTo(1);
      assertThat(webhook().metric("fairlead_service_broken", "service=\"kube-dns\"")).isEqualTo(1);
    } finally {
      system
          .kubectl("delete", "service/kube-dns", "deployment/coredns", "serviceaccount/coredns")
          .successful();
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
    var sandbox = Sandbox.create(cluster, Level.WARN); // at guard the second half is refused
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

  @Test
  void findingsStandInReportsOfWhicheverKindComes() {
    var sandbox = sandbox();
    var allowed =
        service("drill", "nobody", "http")
            .replace(
                "{name: drill}",
                "{name: drill, annotations: {allow.fairlead.dev/selector-unmatched: a drill}}");
    sandbox
        .apply(write(sandbox, "service", service("shop", "nobody", "http") + "---\n" + allowed))
        .successful();
    await(sandbox, "drill", "True/Allowed let through because \"a drill\"");
    await(sandbox, "shop", "False/SelectorUnmatched");
    var kinds = Checkout.path("e2e/src/test/resources/settle/report-kinds.yaml").toString();
    cluster.admin().kubectl("apply", "-f", kinds).successful();
    try {
      for (var kind : List.of("policyreports.wgpolicyk8s.io", "reports.openreports.io")) {
        awaitReport(
            sandbox,
            kind,
            "1 fail, 1 skip: fairlead selector-unmatched fail Service/shop; fairlead"
                + " selector-unmatched skip Service/drill; ");
      }
      sandbox.apply(write(sandbox, "workload", deployment("nobody", "nobody", 0, ""))).successful();
      for (var kind : List.of("policyreports.wgpolicyk8s.io", "reports.openreports.io")) {
        awaitReport(sandbox, kind, "");
      }
    } finally {
      cluster.admin().kubectl("delete", "-f", kinds).successful();
    }
  }

  /// Waits until the report of the namespace says this; nothing, where there is to be none.
  private static void awaitReport(Sandbox sandbox, String kind, String wanted) {
    var template =
        "jsonpath={range .items[*]}{.summary.fail} fail, {.summary.skip} skip: {range .results[*]}"
            + "{.source} {.policy} {.result} {.resources[0].kind}/{.resources[0].name}; {end}{end}";
    Await.until(
        kind + " to say \"" + wanted + "\"",
        TO_SETTLE,
        () ->
            Optional.of(sandbox.kubectl("get", kind, "-o", template))
                .filter(run -> run.exitCode() != 0 || !run.out().equals(wanted))
                .map(Finished::toString));
  }

  @Test
  void manyServicesThatBreakAtOnceAreWrittenAtTheSetRate() {
    var sandbox = sandbox();
    var services =
        IntStream.range(0, BURST)
            .mapToObj(i -> service("s" + i, "nobody", "http"))
            .collect(Collectors.joining("---\n"));
    var before = written();
    var begun = System.nanoTime();
    sandbox.kubectl("create", "-f", write(sandbox, "services", services).toString()).successful();
    Await.until(
        "all of them to be told",
        Duration.ofMinutes(10),
        () ->
            written() - before < 3.0 * BURST
                ? Optional.of(written() - before + " writes")
                : Optional.empty());

    var seconds = (System.nanoTime() - begun) / 1e9;
    var writes = written() - before;
    System.err.printf(
        "%d Services broken at once: %.0f writes in %.0f s, %.1f a second of %d%n",
        BURST, writes, seconds, writes / seconds, RATE);
    assertThat(writes).as("of Settling, an Event and False").isEqualTo(3.0 * BURST);
    assertThat(writes / seconds).isLessThanOrEqualTo(RATE);
    assertThat(
            sandbox
                .kubectl(
                    "get", "services", "-o", "jsonpath={.items[*].status.conditions[0].reason}")
                .successful()
                .out()
                .split(" "))
        .hasSize(BURST)
        .containsOnly("SelectorUnmatched");
    sandbox.kubectl("delete", "services", "--all", "--wait=false").successful();
  }

  /// Writes of conditions and Events. A report is tried in vain by whoever still knows of kinds
  /// that another test took away.
  private double written() {
    return Stream.of("condition", "event")
        .mapToDouble(object -> webhook().metric(WRITES, "object=\"" + object + "\""))
        .sum();
  }

  @Test
  void aStatusThatMayNotBeWrittenIsToldOnceAndTheRestGoesOn() {
    webhook().close();
    var setup = new Webhook.Setup("Fail", Optional.empty(), IMPATIENT, List.of("services/status"));
    started = Optional.of(Webhook.start(cluster, setup));
    try {
      var sandbox = sandbox();
      sandbox
          .apply(
              write(
                  sandbox,
                  "service",
                  service("shop", "nobody", "http") + "---\n" + service("other", "nobody", "http")))
          .successful();
      Await.until(
          "an Event",
          TO_SETTLE,
          () ->
              events(sandbox, "shop").equals(List.of("Warning/SelectorUnmatched"))
                  ? Optional.empty()
                  : Optional.of(events(sandbox, "shop").toString()));
      assertThat(wired(sandbox, "shop")).isEmpty();
      assertThat(webhook().metric("fairlead_service_broken", sandbox.namespace())).isEqualTo(2);
      assertThat(webhook().metric(WRITES, "outcome=\"refused\"")).isPositive();
      assertThat(webhook().log().lines().filter(line -> line.contains("services/status")))
          .hasSize(1)
          .first()
          .asString()
          .contains("cannot write; trying again")
          .contains("cannot patch resource \"services/status\"");

      webhook().grantEverything();
      await(sandbox, "shop", "False/SelectorUnmatched");
      assertThat(events(sandbox, "shop")).containsExactly("Warning/SelectorUnmatched");
    } finally {
      webhook().close();
      startTheWebhook();
    }
  }
}
