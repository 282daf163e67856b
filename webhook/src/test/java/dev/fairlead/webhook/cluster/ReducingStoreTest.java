package dev.fairlead.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.model.ServiceWiring;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReducingStoreTest {
  private final List<KubernetesObject> arrived = new ArrayList<>();
  private final List<ObjectRef> gone = new ArrayList<>();
  private final ReducingStore store =
      new ReducingStore(
          WatchedKind.SERVICES,
          new Reduction(new ObjectReader(PodMakers.COMMON)),
          arrived::add,
          gone::add);

  @Test
  void passesOnWhatArrivesAndKeepsItsName() {
    var service = service(Map.of("selector", Map.of("app", "shop"), "ports", List.of()));

    assertThat(store.put(store.getKey(service), service)).isNull();

    assertThat(arrived)
        .singleElement()
        .isInstanceOfSatisfying(
            ServiceWiring.class,
            wiring -> {
              assertThat(wiring.ref()).isEqualTo(new ObjectRef("v1", "Service", "prod", "shop"));
              assertThat(wiring.selector()).isEqualTo(Map.of("app", "shop"));
            });
    assertThat(store.keySet()).containsExactly("prod/shop");
    assertThat(store.values())
        .singleElement()
        .satisfies(kept -> assertThat(store.getKey(kept)).isEqualTo("prod/shop"))
        .satisfies(kept -> assertThat(kept.getAdditionalProperties()).isEmpty());
  }

  @Test
  void tellsWhatIsGoneOnce() {
    var service = service(Map.of());
    store.put("prod/shop", service);

    store.remove("prod/shop");
    store.remove("prod/shop");

    assertThat(gone).containsExactly(new ObjectRef("v1", "Service", "prod", "shop"));
    assertThat(store.size()).isZero();
  }

  @Test
  void whatCannotBeReadMayBeAnything() {
    store.put("prod/shop", service(Map.of("selector", "app=shop")));

    assertThat(arrived)
        .singleElement()
        .isInstanceOfSatisfying(
            OtherObject.class,
            object -> assertThat(object.pods()).isEqualTo(new OtherObject.Pods.Unknown()));
  }

  private static GenericKubernetesResource service(Map<String, Object> spec) {
    var resource = new GenericKubernetesResource();
    resource.setMetadata(metadata());
    resource.setAdditionalProperty("spec", spec);
    return resource;
  }

  private static ObjectMeta metadata() {
    return new ObjectMetaBuilder().withName("shop").withNamespace("prod").build();
  }
}
