package dev.fairlead.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.model.ServiceWiring;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestClusterTest {
  private final ManifestCluster cluster = new ManifestCluster(InstantSource.system());

  @Test
  void aLaterObjectTakesThePlaceOfItsNamesake() {
    cluster.put(service("shop", "blue"));
    assertThat(cluster.known("prod").namespace("prod").services()).hasSize(1);

    cluster.put(service("shop", "green"));

    assertThat(cluster.known("prod").namespace("prod").services())
        .containsExactly((ServiceWiring) service("shop", "green"));
  }

  @Test
  void whatIsRemovedIsGone() {
    var service = service("shop", "blue");
    cluster.put(service);

    cluster.remove(service.ref());

    assertThat(cluster.known("prod").namespace("prod").services()).isEmpty();
  }

  @Test
  void namespacesDoNotSeeEachOther() {
    cluster.put(service("shop", "blue"));

    assertThat(cluster.known("staging").namespace("staging").services()).isEmpty();
    assertThat(cluster.knownNamespace("prod")).isEmpty();
  }

  private static KubernetesObject service(String name, String track) {
    var tree =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Service",
            "metadata",
            Map.of("name", name, "namespace", "prod"),
            "spec",
            Map.of("selector", Map.of("track", track)));
    return new ObjectReader(PodMakers.COMMON).read(tree, "").object().orElseThrow();
  }
}
