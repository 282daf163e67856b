package dev.fairlead.webhook;

import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.ClusterState.Freshness;
import dev.fairlead.webhook.http.ReadinessCheck;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether enough of the cluster is known to judge. A webhook that was ready once stays ready. Its
/// answers say what it no longer knows. An unready replica would only add silence.
final class Readiness {
  /// Objects that cannot be read are named up to here.
  private static final int MOST_NAMED = 10;

  private final ClusterState cluster;
  private volatile boolean wasReady;

  Readiness(ClusterState cluster) {
    this.cluster = cluster;
  }

  List<ReadinessCheck> checks() {
    var kinds = cluster.freshness();
    if (kinds.stream().noneMatch(kind -> kind.state() == Freshness.State.UNKNOWN)) {
      wasReady = true;
    }
    return kinds.stream().map(this::check).toList();
  }

  private ReadinessCheck check(Freshness kind) {
    var ready = wasReady || kind.state() != Freshness.State.UNKNOWN;
    return new ReadinessCheck(kind.resource(), ready, detail(kind));
  }

  private static String detail(Freshness kind) {
    var state =
        switch (kind.state()) {
          case UNKNOWN -> "not synced yet";
          case KNOWN -> "";
          case STALE -> "watch broken: denies nothing that depends on it";
          case UNREADABLE -> "cannot be read: denies nothing that depends on absence";
        };
    return Stream.of(state, kind.problem(), unreadable(kind.unreadable()))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(": "));
  }

  private static String unreadable(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    var rest = names.size() - MOST_NAMED;
    return "cannot read %s%s, so denies nothing that depends on absence beside it"
        .formatted(
            names.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")),
            rest > 0 ? " and %d more".formatted(rest) : "");
  }
}
