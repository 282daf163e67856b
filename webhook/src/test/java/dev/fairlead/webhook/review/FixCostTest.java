package dev.fairlead.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.cost.ProcessorTime;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.cluster.ManifestCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Fixes take no longer for many Services and many containers than these take to send.
class FixCostTest {
  private static final int SIZE = 100;
  private static final int TIMES = 4;

  /// Between `n log n` and the square, which is sixteen.
  private static final double MOST = 9;

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private final ObjectReader reader = new ObjectReader(PodMakers.COMMON);

  @Test
  void manyServicesOfManyContainersAreFixedInTheTimeOfTheirNumber() {
    assertThat(ProcessorTime.growth(this::work, SIZE, TIMES, MOST)).isLessThan(MOST);
  }

  /// As many Services as ports of the Deployment that they all select.
  private Runnable work(int size) {
    var cluster = new ManifestCluster(InstantSource.fixed(NOW));
    put(
        cluster,
        Trees.namespace(
            "default",
            Map.of(
                "fairlead.dev/named-ports", "enabled", "fairlead.dev/default-probes", "enabled")));
    for (var i = 0; i < size; i++) {
      put(cluster, Trees.service("s-" + i, "shop", 10_000 + i));
    }
    var reviewer =
        new FixReviewer(
            reader, cluster, Rules.guarding(Duration.ofMinutes(5)), InstantSource.fixed(NOW));
    var request = create(Trees.deployment("shop-web", "shop", containers(size)));
    return () -> {
      var decision = reviewer.review(request, NOW.plusSeconds(10)).toCompletableFuture().join();
      assertThat(decision.patch()).isNotEmpty();
    };
  }

  private static List<Map<String, Object>> containers(int ports) {
    var containers = new ArrayList<Map<String, Object>>();
    for (var at = 0; at < ports; at += 10) {
      var first = 10_000 + at;
      containers.add(
          Map.of(
              "name",
              "c-" + at,
              "image",
              "web",
              "ports",
              IntStream.range(0, 10).mapToObj(i -> Map.of("containerPort", first + i)).toList()));
    }
    return containers;
  }

  private void put(ManifestCluster cluster, Map<String, Object> tree) {
    cluster.put(reader.read(tree, "default").object().orElseThrow());
  }

  private static ReviewRequest create(Map<String, Object> object) {
    return new ReviewRequest(
        "1",
        Operation.CREATE,
        "apps/v1",
        "Deployment",
        "",
        "default",
        "shop-web",
        false,
        "kubectl",
        "alice",
        List.of(),
        Optional.of(object),
        Optional.empty());
  }
}
