package dev.fairlead.webhook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.webhook.api.JsonAnswer.Reads;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JsonAnswerTest {
  @Test
  void aListIsReadItemByItemToItsEnd() {
    var items = new ArrayList<Object>();
    var end =
        answer(
                """
                {"kind": "PodList", "apiVersion": "v1",
                 "items": [{"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}],
                 "metadata": {"resourceVersion": "7", "continue": "next"}}
                """)
            .list(Reads.LEAST, items::add);

    assertThat(items)
        .isEqualTo(
            List.of(
                Map.of("metadata", Map.of("name", "a")), Map.of("metadata", Map.of("name", "b"))));
    assertThat(end).isEqualTo(new JsonAnswer.ListEnd("7", "next"));
  }

  @Test
  void anEmptyListMayHaveNoItemsAtAll() {
    var items = new ArrayList<Object>();
    var end =
        answer("{\"items\": null, \"metadata\": {\"resourceVersion\": \"7\"}}")
            .list(Reads.LEAST, items::add);
    assertThat(items).isEmpty();
    assertThat(end).isEqualTo(new JsonAnswer.ListEnd("7", ""));
  }

  @Test
  void whatNobodyReadsIsLeftOut() {
    var pod =
        """
        {"type": "ADDED", "object": {
          "metadata": {"name": "a", "managedFields": [{"fieldsV1": {"f:x": {}}}],
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "x": "y", "volumes": "2"}},
          "spec": {"n": [1, 2.5, true, null, {"deep": []}], "volumes": [{"name": "data"}]},
          "status": {"phase": "Running", "podIPs": [{"ip": "10.0.0.1"}], "conditions": [{}]}}}
        """;

    var event = answer(pod).event(new Reads(Set.of("phase", "podIPs"), Set.of())).orElseThrow();

    assertThat(event.type()).isEqualTo("ADDED");
    assertThat(event.object().get("metadata"))
        .isEqualTo(Map.of("name", "a", "annotations", Map.of("x", "y", "volumes", "2")));
    assertThat(event.object().get("spec")).hasToString("{n=[1, 2.5, true, null, {deep=[]}]}");
    assertThat(event.object().get("status"))
        .isEqualTo(Map.of("phase", "Running", "podIPs", List.of(Map.of("ip", "10.0.0.1"))));
  }

  @Test
  void eventsFollowEachOtherUntilTheServerEndsTheWatch() {
    var answer =
        answer(
            """
            {"type": "BOOKMARK", "object": {"metadata": {"resourceVersion": "8"}}}
            {"type": "ERROR", "object": {"kind": "Status", "code": 410, "message": "too old"}}
            """);

    assertThat(answer.event(Reads.LEAST).orElseThrow().type()).isEqualTo("BOOKMARK");
    assertThat(answer.event(Reads.LEAST).orElseThrow().object()).containsEntry("code", 410);
    assertThat(answer.event(Reads.LEAST)).isEmpty();
  }

  @Test
  void anAnswerThatIsCutIsNoAnswer() {
    var cut = answer("{\"items\": [{\"metadata\": {");
    assertThatThrownBy(() -> cut.list(Reads.LEAST, _ -> {})).isInstanceOf(ClusterUnavailable.class);
  }

  @Test
  void textsThatObjectsRepeatAreKeptOnce() {
    var items = new ArrayList<Map<String, ?>>();
    answer("{\"items\": [{\"namespace\": \"prod\"}, {\"team\": \"prod\"}]}")
        .list(Reads.LEAST, items::add);

    assertThat(items.getLast().get("team")).isEqualTo("prod");
    assertThat(items.getLast().get("team")).isSameAs(items.getFirst().get("namespace"));
  }

  @Test
  void whatIsNestedDeeperThanAnybodyReadsIsLeftOutAndTheRestIsRead() {
    var items = new ArrayList<Map<String, ?>>();
    var deep =
        "{\"items\": [{\"name\": \"a\", \"managedFields\": %1$s, \"map\": %2$s, \"list\": [%1$s], \"after\": 1}, {\"name\": \"b\"}]}"
            .formatted("[".repeat(9_000) + "]".repeat(9_000), nested(9_000));
    answer(deep).list(Reads.LEAST, items::add);

    assertThat(items).hasSize(2);
    assertThat(items.getFirst()).containsOnlyKeys("name", "map", "list", "after");
    assertThat(depth(items.getFirst().get("map"))).isEqualTo(JsonAnswer.DEEPEST);
    assertThat(depth(items.getFirst().get("list"))).isEqualTo(JsonAnswer.DEEPEST);
    assertThat(items.getLast()).isEqualTo(Map.of("name", "b"));
  }

  private static String nested(int levels) {
    return "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
  }

  /// How many maps and lists are in each other.
  private static int depth(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> 1 + deepest(map.values());
      case List<?> list -> 1 + deepest(list);
      case null, default -> 0;
    };
  }

  private static int deepest(Collection<?> values) {
    return values.stream().mapToInt(JsonAnswerTest::depth).max().orElse(0);
  }

  @Test
  void noNameOrNumberIsTooLong() {
    var items = new ArrayList<Map<String, ?>>();
    var name = "n".repeat(1 << 20);
    answer("{\"items\": [{\"%s\": %s, \"b\": 2}]}".formatted(name, "9".repeat(1 << 20)))
        .list(Reads.LEAST, items::add);

    assertThat(items.getFirst()).containsOnlyKeys(name, "b");
    assertThat(items.getFirst().get("b")).isEqualTo(2);
  }

  private static JsonAnswer answer(String json) {
    return new JsonAnswer(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), new Interner<>(16));
  }
}
