package dev.fairlead.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Judge;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.cluster.ManifestCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is answered where a review is more work than any honest one: never silence, never a denial
/// for that.
class UnfinishedReviewTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private final ObjectReader reader = new ObjectReader(PodMakers.COMMON);
  private final ManifestCluster cluster = new ManifestCluster(InstantSource.fixed(NOW));
  private final Reviewer reviewer =
      new Reviewer(
          reader,
          cluster,
          Rules.guarding(Duration.ofMinutes(5), "kubectl"),
          InstantSource.fixed(NOW));

  @Test
  void theFirstWarningSaysThatThereAreMoreFindingsThanAreJudged() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));

    var decision = decide(Operation.CREATE, service(Judge.MOST_FINDINGS + 1), NOW.plusSeconds(10));

    assertThat(decision.warnings())
        .first()
        .isEqualTo(
            "Fairlead judged the first 1000 findings about this change; the others pass unjudged");
    assertThat(reviewer.unsure()).isEqualTo(1);
  }

  @Test
  void whatCannotBeJudgedBeforeTheDeadlinePassesWithAWarning() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    assertThat(decide(Operation.CREATE, service(100), NOW.plusSeconds(10)).allowed()).isFalse();

    var decision = decide(Operation.CREATE, service(100), NOW);

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.warnings())
        .containsExactly(
            "Fairlead stopped judging this change, which takes too long; the rest of it passes"
                + " unjudged: run fairlead check");
  }

  @Test
  void aDeletionThatTakesTooLongSaysSo() {
    for (var i = 0; i < 100; i++) {
      put(Trees.service("s-" + i, "shop", 8080));
    }
    var workload = Trees.deployment("shop-web", "shop", "http", 8080);
    put(workload);

    var decision = decide(Operation.DELETE, workload, NOW);

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.warnings())
        .first()
        .asString()
        .startsWith("Fairlead stopped judging this change");
  }

  private static Map<String, Object> service(int ports) {
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Service",
        "metadata",
        Map.of("name", "shop"),
        "spec",
        Map.of(
            "selector",
            Map.of("app", "shop"),
            "ports",
            IntStream.range(0, ports)
                .mapToObj(i -> Map.of("name", "p-" + i, "port", i + 1, "targetPort", "htpp"))
                .toList()));
  }

  private void put(Map<String, Object> tree) {
    cluster.put(reader.read(tree, "default").object().orElseThrow());
  }

  private Decision decide(Operation operation, Map<String, Object> object, Instant deadline) {
    var isDeletion = operation == Operation.DELETE;
    var request =
        new ReviewRequest(
            "1",
            operation,
            String.valueOf(object.get("apiVersion")),
            String.valueOf(object.get("kind")),
            "",
            "default",
            "shop",
            false,
            "kubectl",
            "alice",
            List.of(),
            isDeletion ? Optional.empty() : Optional.of(object),
            isDeletion ? Optional.of(object) : Optional.empty());
    return reviewer.review(request, deadline).toCompletableFuture().join();
  }
}
