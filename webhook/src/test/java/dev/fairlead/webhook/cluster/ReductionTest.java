package dev.fairlead.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.webhook.api.ApiKind;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReductionTest {
  private static final ApiKind SERVICES = kind("services");
  private static final ApiKind PODS = kind("pods");

  private final Reduction reduction = new Reduction(new ObjectReader(PodMakers.COMMON));

  private static ApiKind kind(String plural) {
    return ApiKind.BUILT_IN.stream()
        .filter(k -> k.plural().equals(plural))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anItemOfAListIsOfTheKindThatWasAskedFor() {
    var service = reduction.of(SERVICES, tree("shop", Map.of("selector", Map.of("app", "shop"))));

    assertThat(service)
        .isInstanceOfSatisfying(
            ServiceWiring.class,
            wiring -> {
              assertThat(wiring.ref()).isEqualTo(new ObjectRef("v1", "Service", "prod", "shop"));
              assertThat(wiring.selector()).isEqualTo(Map.of("app", "shop"));
            });
  }

  @Test
  void whatCannotBeReadMayBeAnything() {
    assertThat(reduction.of(SERVICES, tree("shop", Map.of("selector", "app=shop"))))
        .isInstanceOfSatisfying(
            OtherObject.class,
            object -> assertThat(object.pods()).isEqualTo(new OtherObject.Pods.Unknown()));
  }

  @Test
  void whatCannotBeReadIsToldWithTheReason() {
    var broken = reduction.read(SERVICES, tree("shop", Map.of("selector", "app=shop")));
    var sound = reduction.read(SERVICES, tree("shop", Map.of()));

    assertThat(broken.problem().orElseThrow()).startsWith("spec.selector: ");
    assertThat(sound.problem()).isEmpty();
  }

  @Test
  void aBugOfOursBlindsUsToTheOneObject() {
    var tree = tree("shop", Map.of());
    tree.put(
        "spec",
        new AbstractMap<String, Object>() {
          @Override
          public Set<Entry<String, Object>> entrySet() {
            throw new IllegalStateException("a bug");
          }
        });

    var reduced = reduction.read(SERVICES, tree);

    assertThat(reduced.problem()).hasValue("java.lang.IllegalStateException: a bug");
    assertThat(reduced.object().ref()).isEqualTo(new ObjectRef("v1", "Service", "prod", "shop"));
  }

  @Test
  void thePodsOfAWorkloadShareWhatIsEqual() {
    var first = (Workload) reduction.of(PODS, pod("shop-1"));
    var second = (Workload) reduction.of(PODS, pod("shop-2"));

    assertThat(second.ref()).isNotEqualTo(first.ref());
    assertThat(second.containers()).isSameAs(first.containers());
    assertThat(second.labels()).isSameAs(first.labels());
  }

  private static Map<String, @Nullable Object> pod(String name) {
    var container =
        Map.of("name", "web", "ports", List.of(Map.of("name", "http", "containerPort", 8080)));
    var tree = tree(name, Map.of("containers", List.of(container)));
    tree.put(
        "metadata", Map.of("name", name, "namespace", "prod", "labels", Map.of("app", "shop")));
    return tree;
  }

  private static Map<String, @Nullable Object> tree(String name, Map<String, Object> spec) {
    var tree = new HashMap<String, @Nullable Object>();
    tree.put("metadata", Map.of("name", name, "namespace", "prod"));
    tree.put("spec", spec);
    return tree;
  }
}
