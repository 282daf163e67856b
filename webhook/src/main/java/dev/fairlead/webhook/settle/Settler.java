package dev.fairlead.webhook.settle;

import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settle.writing.SettledCluster;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges again what admission let pass. One replica is elected for it; the others wait.
public final class Settler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

  private final ClusterState state;
  private final SettledCluster cluster;
  private final SettleSettings settings;
  private final Metrics metrics;
  private final InstantSource clock;
  private volatile @Nullable Leader leader;
  private @Nullable AutoCloseable candidacy;

  private Settler(
      ClusterState state,
      SettledCluster cluster,
      SettleSettings settings,
      Metrics metrics,
      InstantSource clock) {
    this.state = state;
    this.cluster = cluster;
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// Takes part in settling from now on.
  public static Settler start(
      ClusterState state,
      SettledCluster cluster,
      SettleSettings settings,
      Metrics metrics,
      InstantSource clock) {
    var settler = new Settler(state, cluster, settings, metrics, clock);
    settler.count();
    cluster.follow(settler::changed);
    settler.candidacy = cluster.lead(settings.seat(), settler::begin, settler::end);
    return settler;
  }

  private void count() {
    metrics.leading(() -> leader != null);
    metrics.queueDepth("namespaces", () -> ofLeader(Leader::namespacesDue));
    metrics.queueDepth("writes", () -> ofLeader(Leader::writesDue));
    metrics.findings(() -> counts().stream().flatMap(c -> c.findings().stream()).toList());
    metrics.brokenServices(() -> counts().stream().flatMap(c -> c.broken().stream()).toList());
    metrics.overridesInForce(() -> sum(NamespaceCounts::overrides));
    metrics.settled(
        () ->
            new Metrics.SettledCounts(
                sum(of -> of.services().wired()),
                sum(of -> of.services().settling()),
                sum(of -> of.services().broken()),
                sum(of -> of.services().unknown())));
  }

  private long ofLeader(ToLongFunction<Leader> number) {
    var current = leader;
    return current == null ? 0 : number.applyAsLong(current);
  }

  private Collection<NamespaceCounts> counts() {
    return Optional.ofNullable(leader).map(Leader::counts).orElse(List.of());
  }

  private long sum(ToLongFunction<NamespaceCounts> number) {
    return counts().stream().mapToLong(number).sum();
  }

  private void changed(String namespace) {
    var current = leader;
    if (current != null) {
      current.changed(namespace);
    }
  }

  private synchronized void begin() {
    LOG.info("settling from now on");
    var begun = new Leader(state, cluster, settings, metrics, clock);
    leader = begun;
    begun.begin();
  }

  private synchronized void end() {
    if (leader != null) {
      LOG.info("no longer settling");
      endLeading();
    }
  }

  private synchronized void endLeading() {
    var ended = leader;
    if (ended != null) {
      leader = null;
      ended.close();
    }
  }

  /// Stops to write, then lets another replica lead.
  @Override
  public void close() {
    endLeading();
    try {
      if (candidacy != null) {
        candidacy.close();
      }
    } catch (Exception e) {
      LOG.atWarn().setCause(e).log("could not give up the lease");
    }
  }
}
