package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.judge.Settlement.Cause;
import dev.fairlead.policies.judge.Settlement.Grace;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceEndpoints;
import dev.fairlead.policies.model.ServiceEndpoints.Purpose;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a second look says of a Service, whoever changed what.
class SettlementsTest {
  private static final Optional<ServiceEndpoints> NONE = endpoints(Purpose.ANY, 0);
  private static final Optional<ServiceEndpoints> ONE = endpoints(Purpose.ANY, 1);

  private Map<String, CheckLevel> checks = Map.of();
  private Overrides overrides = Overrides.HONOURED;

  private static Optional<ServiceEndpoints> endpoints(
      Purpose purpose, int ready, PodTrouble... troubles) {
    return Optional.of(new ServiceEndpoints(purpose, ready, List.of(troubles)));
  }

  private static String service(String selector, String annotations) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: { name: shop, annotations: { %s } }
    spec: { selector: { %s }, ports: [{ port: 80, targetPort: http }] }
    """
        .formatted(annotations, selector);
  }

  private static String workload(String kind, String app, String spec) {
    return """
    ---
    apiVersion: %s
    kind: %s
    metadata: { name: %s }
    spec:
      %s
      template:
        metadata: { labels: { app: %s } }
        spec:
          containers:
            - name: web
              ports: [{ name: http, containerPort: 8080 }]
              readinessProbe: { tcpSocket: { port: http } }
    """
        .formatted(
            switch (kind) {
              case "Job" -> "batch/v1";
              case "Widget" -> "example.com/v1";
              default -> "apps/v1";
            },
            kind,
            app,
            spec,
            app);
  }

  private Settlement settled(Optional<ServiceEndpoints> endpoints, String... yaml) {
    var view = ClusterView.builder(Scope.CLUSTER);
    Manifests.objects(String.join("", yaml)).forEach(view::add);
    var built = view.build();
    var service = built.namespace("default").service("shop").orElseThrow();
    return new Settlements(built, checks, overrides).of(service, endpoints);
  }

  private static void assertWired(Settlement settlement, Cause cause, String message) {
    assertThat(settlement).isEqualTo(new Settlement.Wired(cause, message));
  }

  private static void assertUnwired(Settlement settlement, String reason, String message) {
    assertThat(settlement)
        .isInstanceOfSatisfying(
            Settlement.Unwired.class,
            unwired -> {
              assertThat(unwired.reason()).isEqualTo(reason);
              assertThat(unwired.message()).contains(message);
            });
  }

  @Test
  void aServiceThatReachesAReadyPodIsWired() {
    assertWired(
        settled(ONE, service("app: shop", ""), workload("Deployment", "shop", "")),
        Cause.WIRED,
        "selects Deployment/shop");
  }

  @Test
  void nothingIsSaidOfAServiceThatSelectsNothingByItsOwnWish() {
    assertThat(settled(NONE, service("", ""))).isEqualTo(new Settlement.NotJudged());
  }

  @Test
  void aSelectorThatMatchesNothingLeavesAServiceUnwired() {
    assertUnwired(
        settled(NONE, service("app: shopp", ""), workload("Deployment", "shop", "")),
        "SelectorUnmatched",
        "[selector-unmatched] Service/shop spec.selector");
  }

  @Test
  void aWorkloadScaledToZeroIsFine() {
    assertWired(
        settled(NONE, service("app: shop", ""), workload("Deployment", "shop", "replicas: 0")),
        Cause.SCALED_TO_ZERO,
        "selects Deployment/shop, scaled to zero");
  }

  @Test
  void noReadyEndpointLeavesAServiceUnwiredAndPodsSayWhy() {
    var trouble = new PodTrouble("shop-1", "waits in CrashLoopBackOff");
    assertUnwired(
        settled(
            endpoints(Purpose.ANY, 0, trouble),
            service("app: shop", ""),
            workload("Deployment", "shop", "")),
        "NoReadyEndpoints",
        "[no-ready-endpoints] Service/shop spec.selector: Not found: \"app=shop\": must select a"
            + " Pod that is ready, but none of Deployment/shop is: Pod/shop-1 waits in"
            + " CrashLoopBackOff");
  }

  @Test
  void whoDoesNotSayHowManyPodsItWantsMayWantNone() {
    assertWired(
        settled(NONE, service("app: shop", ""), workload("Widget", "shop", "")),
        Cause.WIRED,
        "selects Widget/shop");
  }

  @Test
  void nobodyWaitsForThePodsOfAJob() {
    assertThat(settled(NONE, service("app: shop", ""), workload("Job", "shop", "parallelism: 1")))
        .isInstanceOf(Settlement.Wired.class);
  }

  @Test
  void withoutEndpointSlicesWiringAloneCounts() {
    assertWired(
        settled(Optional.empty(), service("app: shop", ""), workload("Deployment", "shop", "")),
        Cause.WIRED,
        "selects Deployment/shop");
  }

  @Test
  void dnsMustAnswerEvenWhereItIsScaledToZero() {
    assertUnwired(
        settled(
            endpoints(Purpose.CLUSTER_DNS, 0),
            service("app: shop", ""),
            workload("Deployment", "shop", "replicas: 0")),
        "DnsUnavailable",
        "[dns-unavailable] Service/shop spec.selector: Not found: \"app=shop\": must select a Pod"
            + " that is ready, or no name resolves, but none of Deployment/shop is");
  }

  @Test
  void aReasonOnTheServiceLetsItThroughUnlessReasonsDoNotCount() {
    var annotated = service("app: shopp", "allow.fairlead.dev/selector-unmatched: a drill");
    assertThat(settled(NONE, annotated, workload("Deployment", "shop", "")))
        .isInstanceOfSatisfying(
            Settlement.Wired.class,
            wired -> {
              assertThat(wired.cause()).isEqualTo(Cause.ALLOWED);
              assertThat(wired.message()).startsWith("let through because \"a drill\": [selector-");
            });

    overrides = Overrides.IGNORED;
    assertThat(settled(NONE, annotated, workload("Deployment", "shop", "")))
        .isInstanceOf(Settlement.Unwired.class);
  }

  @Test
  void aCheckThatIsOffSaysNothing() {
    checks = Map.of("no-ready-endpoints", CheckLevel.OFF);
    assertThat(settled(NONE, service("app: shop", ""), workload("Deployment", "shop", "")))
        .isInstanceOf(Settlement.Wired.class);
  }

  @Test
  void whatMayMakePodsLeavesAServiceThatSelectsNothingInDoubt() {
    var unknown = "---\n{apiVersion: example.com/v1, kind: Widget, metadata: {name: w}}\n";
    assertThat(settled(NONE, service("app: other", ""), unknown))
        .isEqualTo(
            new Settlement.CannotTell(
                "it selects nothing that is known, but Widget/w may make Pods"));
    assertThat(settled(ONE, service("app: other", ""), unknown))
        .isInstanceOf(Settlement.Wired.class);
  }

  @Test
  void aFindingThatIsOnlyLikelyIsToldBesides() {
    var canary = workload("StatefulSet", "shop", "").replace("http", "web");
    assertThat(settled(ONE, service("app: shop", ""), workload("Deployment", "shop", ""), canary))
        .isInstanceOfSatisfying(
            Settlement.Wired.class,
            wired ->
                assertThat(wired.message())
                    .startsWith(
                        "selects Deployment/shop and 1 more; likely: [target-port-unresolved]"));
  }

  @Test
  void whatIsAwaitedIsHeldToItsWord() {
    var awaiting = service("app: shopp", "fairlead.dev/awaits: Deployment/shop");
    assertThat(settled(NONE, awaiting))
        .isInstanceOfSatisfying(
            Settlement.Unwired.class,
            unwired -> {
              assertThat(unwired.grace()).isEqualTo(Grace.WINDOW);
              assertThat(unwired.message())
                  .endsWith("; Deployment/shop, which it awaits, is not there");
            });
    assertThat(settled(NONE, awaiting, workload("Deployment", "shop", "")))
        .isInstanceOfSatisfying(
            Settlement.Unwired.class,
            unwired -> {
              assertThat(unwired.grace()).isEqualTo(Grace.NONE);
              assertThat(unwired.message())
                  .endsWith("; Deployment/shop, which it awaits, is there and is not selected");
            });
  }

  /// At admission it is likely only, since such ports are often off; after the window nothing
  /// comes.
  @Test
  void aServiceForMetricsWhosePortNobodyDeclaresIsUnwired() {
    var metrics =
        service("app: shop", "").replace("targetPort: http", "name: metrics, targetPort: metrics");
    assertThat(settled(NONE, metrics, workload("Deployment", "shop", "")))
        .isInstanceOfSatisfying(
            Settlement.Unwired.class,
            unwired -> assertThat(unwired.reason()).isEqualTo("TargetPortUnresolved"));
    var beside =
        metrics.replace("ports: [", "ports: [{ name: http, port: 8080, targetPort: http }, ");
    assertThat(settled(ONE, beside, workload("Deployment", "shop", "")))
        .isInstanceOf(Settlement.Wired.class);
  }
}
