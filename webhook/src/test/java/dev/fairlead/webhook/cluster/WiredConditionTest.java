package dev.fairlead.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.model.ObjectRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WiredConditionTest {
  private static final ObjectRef SHOP = new ObjectRef("v1", "Service", "prod", "shop");

  private static Map<String, @Nullable Object> service(List<?> conditions) {
    var service = new HashMap<String, @Nullable Object>();
    service.put("metadata", Map.of("uid", "u", "resourceVersion", "12"));
    service.put("status", Map.of("conditions", conditions));
    return service;
  }

  @Test
  void conditionsOfOthersAndNonsenseAreNone() {
    assertThat(WiredCondition.in(service(List.of(Map.of("type", "Ready", "status", "True")))))
        .isEmpty();
    assertThat(WiredCondition.in(service(List.of(Map.of("type", WiredCondition.TYPE))))).isEmpty();
    assertThat(WiredCondition.in(new HashMap<>())).isEmpty();
  }

  @Test
  void whatTheWatchTellsLateDoesNotUndoWhatWasWritten() {
    var statuses = new KnownStatuses();
    var written = new ServiceStatus("u", 12, WiredCondition.in(service(List.of())));
    assertThat(statuses.put(SHOP, written)).isTrue();
    assertThat(statuses.put(SHOP, new ServiceStatus("u", 11, Optional.empty()))).isFalse();
    assertThat(statuses.of(SHOP)).contains(written);
    assertThat(statuses.put(SHOP, new ServiceStatus("v", 3, Optional.empty()))).isTrue();
  }
}
