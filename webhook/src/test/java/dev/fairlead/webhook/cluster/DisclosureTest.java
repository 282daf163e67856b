package dev.fairlead.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which Services of other namespaces a namespace may read of.
class DisclosureTest {
  private static final String TENANT = "example.com/tenant";

  private static ManifestCluster cluster(Disclosure disclosure) {
    var cluster = new ManifestCluster(disclosure, InstantSource.system());
    cluster.put(namespace("shop", Map.of(TENANT, "a")));
    cluster.put(namespace("friend", Map.of(TENANT, "a")));
    cluster.put(namespace("stranger", Map.of(TENANT, "b")));
    cluster.put(namespace("unlabelled", Map.of()));
    for (var namespace : new String[] {"friend", "stranger", "unlabelled", "unknown"}) {
      cluster.put(
          object(
              Map.of(
                  "apiVersion", "v1",
                  "kind", "Service",
                  "metadata", Map.of("name", "db", "namespace", namespace))));
    }
    return cluster;
  }

  private static KubernetesObject namespace(String name, Map<String, String> labels) {
    return object(
        Map.of(
            "apiVersion", "v1",
            "kind", "Namespace",
            "metadata", Map.of("name", name, "labels", labels)));
  }

  private static KubernetesObject object(Map<String, Object> tree) {
    return new ObjectReader(PodMakers.COMMON).read(tree, "").object().orElseThrow();
  }

  private static void assertShown(Disclosure disclosure, String asking, String... namespaces) {
    var view = cluster(disclosure).known(asking);

    assertThat(view.servicesNamed("db").stream().map(service -> service.ref().namespace()))
        .containsExactly(namespaces);
    for (var namespace : namespaces) {
      assertThat(view.knowsServicesOf(namespace)).isTrue();
    }
  }

  @Test
  void allNamespacesAreShown() {
    assertShown(new Disclosure.All(), "shop", "friend", "stranger", "unknown", "unlabelled");
  }

  @Test
  void noneIsShown() {
    assertShown(new Disclosure.None(), "shop");
    assertThat(cluster(new Disclosure.None()).known("shop").knowsServicesOf("friend")).isFalse();
  }

  @Test
  void thoseWithTheSameValueOfALabelAreShown() {
    assertShown(new Disclosure.Labelled(TENANT), "shop", "friend");
    assertThat(cluster(new Disclosure.Labelled(TENANT)).known("shop").knowsServicesOf("stranger"))
        .isFalse();
  }

  @Test
  void whoHasNoLabelIsShownNothing() {
    assertShown(new Disclosure.Labelled(TENANT), "unlabelled", "unlabelled");
    assertShown(new Disclosure.Labelled(TENANT), "nowhere");
  }

  @Test
  void theOwnNamespaceIsAlwaysShown() {
    assertShown(new Disclosure.None(), "friend", "friend");
  }
}
