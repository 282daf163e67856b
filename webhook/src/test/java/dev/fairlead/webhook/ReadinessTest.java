package dev.fairlead.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.ClusterState.Freshness.State;
import dev.fairlead.webhook.http.ReadinessCheck;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReadinessTest {
  private final ToldCluster cluster = new ToldCluster();
  private final Readiness readiness = new Readiness(cluster);

  @Test
  void waitsForEveryKindAndNamesWhatKeepsItWaiting() {
    cluster.says(
        kind("services", State.KNOWN, ""),
        kind("pods", State.UNKNOWN, "pods is forbidden"),
        kind("widgets.example.com", State.UNREADABLE, "no such right"));

    assertThat(readiness.checks())
        .containsExactly(
            new ReadinessCheck("services", true, ""),
            new ReadinessCheck("pods", false, "not synced yet: pods is forbidden"),
            new ReadinessCheck(
                "widgets.example.com",
                true,
                "cannot be read: denies nothing that depends on absence: no such right"));
  }

  @Test
  void onceReadyItStaysSoAndSaysWhatItKnowsNoLonger() {
    cluster.says(kind("services", State.KNOWN, ""));
    readiness.checks();
    cluster.says(
        kind("services", State.STALE, "no answer"), kind("new.example.com", State.UNKNOWN, ""));

    assertThat(readiness.checks())
        .containsExactly(
            new ReadinessCheck(
                "services", true, "watch broken: denies nothing that depends on it: no answer"),
            new ReadinessCheck("new.example.com", true, "not synced yet"));
  }

  @Test
  void objectsThatCannotBeReadAreNamed() {
    var some = List.of("shop/deep");
    var many = IntStream.range(10, 25).mapToObj(i -> "shop/w-" + i).toList();
    cluster.says(
        new ClusterState.Freshness("pods", State.KNOWN, "", Optional.empty(), 1, some),
        new ClusterState.Freshness("widgets", State.KNOWN, "", Optional.empty(), 1, many));

    assertThat(readiness.checks())
        .extracting(ReadinessCheck::ready, ReadinessCheck::detail)
        .containsExactly(
            tuple(
                true, "cannot read shop/deep, so denies nothing that depends on absence beside it"),
            tuple(
                true,
                "cannot read %s and 5 more, so denies nothing that depends on absence beside it"
                    .formatted(String.join(", ", many.subList(0, 10)))));
  }

  private static ClusterState.Freshness kind(String resource, State state, String problem) {
    return new ClusterState.Freshness(resource, state, problem, Optional.empty(), 0, List.of());
  }
}
