package dev.fairlead.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.ClusterState.Freshness.State;
import dev.fairlead.webhook.cluster.ManifestCluster;
import dev.fairlead.webhook.http.ReadinessCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReadinessTest {
  private final Told cluster = new Told();
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

  /// An empty cluster that is as fresh as it is told to be.
  private static final class Told implements ClusterState {
    private final ManifestCluster empty = new ManifestCluster(InstantSource.system());
    private List<Freshness> kinds = List.of();

    void says(Freshness... now) {
      kinds = List.of(now);
    }

    @Override
    public List<Freshness> freshness() {
      return kinds;
    }

    @Override
    public int size(String namespace) {
      return 0;
    }

    @Override
    public ClusterView known(String namespace) {
      return empty.known(namespace);
    }

    @Override
    public Optional<NamespaceSwitches> knownNamespace(String name) {
      return empty.knownNamespace(name);
    }

    @Override
    public CompletionStage<ClusterView> readNow(String namespace, Duration atMost) {
      return empty.readNow(namespace, atMost);
    }

    @Override
    public CompletionStage<Optional<NamespaceSwitches>> readNamespaceNow(
        String name, Duration atMost) {
      return empty.readNamespaceNow(name, atMost);
    }

    @Override
    public Optional<String> outage() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
