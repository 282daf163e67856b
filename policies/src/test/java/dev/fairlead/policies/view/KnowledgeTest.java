package dev.fairlead.policies.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.fixtures.Fixture;
import dev.fairlead.policies.fixtures.Manifests;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// While anything is missing from a view, nothing about absence is proven.
class KnowledgeTest {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: shop }
      spec:
        template:
          metadata: { labels: { app: shop } }
          spec:
            containers:
              - name: web
                ports: [{ name: http, containerPort: 8080 }]
                readinessProbe: { tcpSocket: { port: http } }
      """;

  private static String service(String selector, String target) {
    return """
    apiVersion: v1
    kind: Service
    metadata: { name: shop }
    spec: { selector: { app: %s }, ports: [{ port: 80, targetPort: %s }] }
    """
        .formatted(selector, target);
  }

  static Stream<Consumer<ClusterView.Builder>> gaps() {
    return Stream.of(
        view -> view.missing("default", "a document that cannot be read"),
        view -> view.missing("a document of any namespace"),
        view -> view.missing("the watch on Deployments is forbidden"),
        view -> add(view, "{apiVersion: example.com/v1, kind: Widget, metadata: {name: w}}"));
  }

  private static void add(ClusterView.Builder view, String yaml) {
    Manifests.objects(yaml).forEach(view::add);
  }

  private static List<String> certainties(
      String selector, String target, Consumer<ClusterView.Builder> gap) {
    var view = ClusterView.builder(Scope.CLUSTER);
    add(view, service(selector, target));
    add(view, DEPLOYMENT);
    gap.accept(view);
    return Checks.findings(view.build()).stream()
        .map(finding -> Fixture.described(finding).split(" Service", -1)[0])
        .toList();
  }

  @Test
  void whatIsCompleteProves() {
    assertThat(certainties("shopp", "http", _ -> {}))
        .containsExactly("proven [selector-unmatched]");
    assertThat(certainties("nothing", "http", _ -> {}))
        .containsExactly("proven [selector-unmatched]");
    assertThat(certainties("shop", "https", _ -> {}))
        .containsExactly("proven [target-port-unresolved]");
    assertThat(certainties("shop", "80", _ -> {})).containsExactly("proven [target-port-mismatch]");
  }

  @ParameterizedTest
  @MethodSource("gaps")
  void aNearMissBesideAGapIsLikely(Consumer<ClusterView.Builder> gap) {
    assertThat(certainties("shopp", "http", gap)).containsExactly("likely [selector-unmatched]");
  }

  @ParameterizedTest
  @MethodSource("gaps")
  void noMatchAtAllBesideAGapIsNotRaised(Consumer<ClusterView.Builder> gap) {
    assertThat(certainties("nothing", "http", gap)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("gaps")
  void aPortThatWorkloadsLackBesideAGapIsLikely(Consumer<ClusterView.Builder> gap) {
    assertThat(certainties("shop", "https", gap))
        .containsExactly("likely [target-port-unresolved]");
    assertThat(certainties("shop", "80", gap)).containsExactly("likely [target-port-mismatch]");
  }

  @Test
  void aGapInAnotherNamespaceProvesNothingHere() {
    assertThat(certainties("shopp", "http", view -> view.missing("other", "one")))
        .containsExactly("proven [selector-unmatched]");
  }

  @Test
  void aKindThatMakesNoPodsIsNoGap() {
    assertThat(
            certainties(
                "shopp",
                "http",
                view ->
                    add(
                        view,
                        "{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: i}}")))
        .containsExactly("proven [selector-unmatched]");
  }

  @Test
  void gapsOfTheNamespaceAndOfAllAddUp() {
    var view =
        ClusterView.builder(Scope.FILES).missing("default", "one").missing("everywhere").build();
    assertThat(view.knowledgeOf("default").missing()).containsExactly("everywhere", "one");
    assertThat(view.knowledgeOf("other").missing()).containsExactly("everywhere");
  }
}
