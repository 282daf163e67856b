package dev.fairlead.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReadyEndpointsTest {
  private final Changes changes = new Changes();
  private final List<String> told = new ArrayList<>();
  private final ReadyEndpoints ready = new ReadyEndpoints(changes);

  private static Map<String, @Nullable Object> slice(String name, Object... conditions) {
    var slice = new HashMap<String, @Nullable Object>();
    slice.put(
        "metadata",
        Map.of(
            "namespace",
            "prod",
            "name",
            name,
            "labels",
            Map.of("kubernetes.io/service-name", "shop")));
    slice.put("endpoints", List.of(conditions).stream().map(c -> Map.of("conditions", c)).toList());
    return slice;
  }

  @Test
  void theSlicesOfAServiceAddUpAndAnUnknownReadinessIsReady() {
    ready.put(slice("shop-1", Map.of("ready", true), Map.of("ready", false)));
    ready.put(slice("shop-2", Map.of()));
    assertThat(ready.of("prod")).isEqualTo(Map.of("shop", 2));
    assertThat(ready.of("other")).isEmpty();

    ready.remove(slice("shop-2"));
    assertThat(ready.of("prod")).isEqualTo(Map.of("shop", 1));
  }

  @Test
  void onlyTheFirstAndTheLastReadyEndpointAreNews() {
    changes.follow(told::add);
    ready.put(slice("shop-1"));
    ready.put(slice("shop-1", Map.of("ready", true)));
    ready.put(slice("shop-1", Map.of("ready", true), Map.of("ready", true)));
    ready.put(slice("shop-1", Map.of("ready", false)));
    assertThat(told).containsExactly("prod", "prod", "prod");
  }

  @Test
  void whatIsGoneAfterAListIsForgotten() {
    var kept = ready.put(slice("shop-1", Map.of("ready", true)));
    ready.put(slice("shop-2", Map.of("ready", true)));
    ready.retain(Set.of(kept));
    assertThat(ready.of("prod")).isEqualTo(Map.of("shop", 1));
  }
}
