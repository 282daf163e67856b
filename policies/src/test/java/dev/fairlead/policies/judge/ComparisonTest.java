package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.view.Scope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How findings came about between two states of the same files.
class ComparisonTest {
  private static final String BY_NAME = service("shop", "shop", "{ port: 80, targetPort: http }");
  private static final String BY_NUMBER = service("shop", "shop", "{ port: 80, targetPort: 8080 }");
  private static final String NAMED = deployment("shop", "shop", "name: http, containerPort: 8080");

  @Test
  void nothingHasChanged() {
    assertThat(told(BY_NAME + NAMED, BY_NAME + NAMED)).isEmpty();
  }

  @Test
  void bothSidesChangeTogether() {
    var renamed = service("shop", "shop-2", "{ port: 80, targetPort: web }");

    assertThat(
            told(
                BY_NAME + NAMED,
                renamed + deployment("shop", "shop-2", "name: web, containerPort: 80")))
        .isEmpty();
  }

  @Test
  void aNameThatTheWorkloadNoLongerDeclaresIsCut() {
    assertThat(
            told(
                BY_NAME + NAMED,
                BY_NAME + deployment("shop", "shop", "name: rest, containerPort: 8080")))
        .containsExactly("target-port-unresolved CUT proven");
  }

  @Test
  void aNumberThatIsDeclaredNoMoreIsCutThoughItMightBeLeftSo() {
    var two = deployment("shop", "shop", "containerPort: 8080}, {containerPort: 9090");
    var other = service("shop", "shop", "{ port: 80, targetPort: 7070 }");

    assertThat(told(BY_NUMBER + two, other + two))
        .containsExactly("target-port-mismatch CUT proven");
  }

  @Test
  void aWorkloadThatIsRelabelledLeavesItsService() {
    assertThat(
            told(
                BY_NAME + NAMED,
                BY_NAME + deployment("shop", "cart", "name: http, containerPort: 8080")))
        .containsExactly("selector-unmatched CUT likely");
  }

  @Test
  void whatWasWrongBeforeStands() {
    var wrong = service("shop", "shop", "{ port: 80, targetPort: rest }");

    assertThat(told(wrong + NAMED, wrong + NAMED))
        .containsExactly("target-port-unresolved STANDING");
  }

  @Test
  void whatWasWrongBeforeStandsAtAnotherPlaceToo() {
    var one = service("shop", "shop", "{ name: a, port: 80, targetPort: rest }");
    var moved =
        service(
            "shop",
            "shop",
            "{ name: b, port: 81, targetPort: http }, { name: a, port: 80, targetPort: rest }");

    assertThat(told(one + NAMED, moved + NAMED)).containsExactly("target-port-unresolved STANDING");
  }

  @Test
  void aNewServiceArrives() {
    assertThat(told(NAMED, NAMED + service("shop", "shop", "{ port: 80, targetPort: htpp }")))
        .containsExactly("target-port-unresolved SERVICE_ARRIVES proven");
  }

  @Test
  void aNewWorkloadArrives() {
    assertThat(
            told(BY_NAME, BY_NAME + deployment("shop", "shop", "name: htpp, containerPort: 8080")))
        .containsExactly("target-port-unresolved WORKLOAD_ARRIVES proven");
  }

  @Test
  void aWorkloadThatIsTakenOutOfTheFilesIsMissedButMayBeElsewhere() {
    assertThat(told(BY_NAME + NAMED, BY_NAME)).containsExactly("selector-unmatched CUT likely");
  }

  @Test
  void aHeadlessServiceIsNeverCut() {
    var headless = BY_NAME.replace("selector:", "clusterIP: None, selector:");

    assertThat(
            told(
                headless + NAMED,
                headless + deployment("shop", "shop", "name: rest, containerPort: 8080")))
        .isEmpty();
  }

  @Test
  void aSelectorThatCatchesASecondAppIsTold() {
    var narrow = BY_NAME.replace("{ app: shop }", "{ app: shop, component: web }");
    var web = NAMED.replace("{ app: shop }", "{ app: shop, component: web }");
    var job =
        deployment("batch", "shop", "name: http, containerPort: 8080")
            .replace("{ app: shop }", "{ app: shop, component: batch }");

    assertThat(told(narrow + web + job, BY_NAME + web + job))
        .containsExactly("broad-selector SERVICE_ARRIVES likely");
  }

  /// Check, arrival and evidence of what is found and is no info; the evidence of what stands is
  /// left out.
  private static List<String> told(String before, String after) {
    var later = Manifests.view(Scope.FILES, after);
    var comparison = new Comparison(Manifests.view(Scope.FILES, before), later);
    return later.namespaces().stream()
        .flatMap(
            namespace ->
                Stream.concat(namespace.services().stream(), namespace.workloads().stream()))
        .flatMap(comparison::findings)
        .filter(compared -> compared.finding().severity() != Severity.INFO)
        .filter(compared -> !compared.finding().check().id().equals("readiness-probe-missing"))
        .map(ComparisonTest::text)
        .toList();
  }

  private static String text(Comparison.Compared compared) {
    var words = compared.finding().check().id() + " " + compared.arrival();
    return compared.arrival() == Arrival.STANDING
        ? words
        : words + (compared.isProven() ? " proven" : " likely");
  }

  private static String service(String name, String app, String ports) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: { name: %s }
    spec: { selector: { app: %s }, ports: [%s] }
    """
        .formatted(name, app, ports);
  }

  private static String deployment(String name, String app, String port) {
    return """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: %1$s }
    spec:
      selector: { matchLabels: { app: %2$s } }
      template:
        metadata: { labels: { app: %2$s } }
        spec:
          containers:
            - { name: main, image: a, ports: [{ %3$s }] }
    """
        .formatted(name, app, port);
  }
}
