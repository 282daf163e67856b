package dev.fairlead.webhook.settle.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class LiveSettledClusterTest {
  private static final ObjectRef SHOP = new ObjectRef("v1", "Service", "prod", "shop");
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private static Map<String, @Nullable Object> sent(KubernetesResource object) {
    var json = new KubernetesSerialization().asJson(object);
    return JsonMapper.shared().readValue(json, new TypeReference<>() {});
  }

  @Test
  void aConditionThatIsWrittenIsReadAgain() {
    var condition = new WiredCondition(Status.FALSE, "SelectorUnmatched", "why", NOON, 7);

    var sent = sent(LiveSettledCluster.applied(SHOP, "u", Optional.of(condition)));

    assertThat(WiredCondition.in(sent)).contains(condition);
    assertThat(sent).containsOnlyKeys("apiVersion", "kind", "metadata", "status");
    assertThat(sent.get("status")).asInstanceOf(MAP).containsOnlyKeys("conditions");
  }

  @Test
  void toTakeTheConditionAwayOnlyTheServiceItselfIsNamed() {
    assertThat(sent(LiveSettledCluster.applied(SHOP, "u", Optional.empty())))
        .isEqualTo(
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                Map.of("name", "shop", "namespace", "prod", "uid", "u")));
  }

  @Test
  void anEventIsWhatTheApiServerTakes() {
    var event =
        new ServiceEvent(
            SHOP, "u", "shop.1", ServiceEvent.Type.WARNING, "SelectorUnmatched", "why", NOON);

    assertThat(sent(LiveSettledCluster.typed(event)))
        .isEqualTo(
            JsonMapper.shared()
                .readValue(
                    """
                    {"apiVersion": "events.k8s.io/v1", "kind": "Event",
                     "metadata": {"name": "shop.1", "namespace": "prod"},
                     "eventTime": "2026-11-25T12:00:00.000000Z", "type": "Warning",
                     "reason": "SelectorUnmatched", "action": "Settle", "note": "why",
                     "reportingController": "fairlead.dev/settle", "reportingInstance": "fairlead",
                     "regarding": {"apiVersion": "v1", "kind": "Service", "name": "shop",
                       "namespace": "prod", "uid": "u"}}
                    """,
                    new TypeReference<Map<String, Object>>() {}));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-26T18:17:50Z,           2026-11-26T18:17:50.000000Z",
    "2026-11-26T18:17:50.608Z,       2026-11-26T18:17:50.608000Z",
    "2026-11-26T18:17:50.608123Z,    2026-11-26T18:17:50.608123Z",
    "2026-11-26T18:17:50.608123456Z, 2026-11-26T18:17:50.608123Z"
  })
  void aMicroTimeHasSixDigits(Instant time, String written) {
    assertThat(LiveSettledCluster.microTime(time)).isEqualTo(written);
  }
}
