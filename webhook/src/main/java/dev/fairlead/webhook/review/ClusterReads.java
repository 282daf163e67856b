package dev.fairlead.webhook.review;

import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.cluster.ClusterState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a review reads of the cluster, within the time that it has left. Where the cluster does not
/// answer, that is logged, and the answer is empty: nobody knows.
record ClusterReads(ClusterState cluster, ReviewSettings settings, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterReads.class);

  /// The switches of the Namespace; it is read where the watch has not shown it yet. A Namespace
  /// that does not exist has none.
  CompletionStage<Optional<Map<String, String>>> switches(ReviewRequest request, Instant deadline) {
    var known = cluster.knownNamespace(request.namespace());
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(known.map(n -> n.metadata().switches()));
    }
    return cluster
        .readNamespaceNow(request.namespace(), timeForReading(deadline, settings.confirmTime()))
        .handle(
            (found, failure) -> {
              if (failure != null) {
                logUnavailable(request, "cannot read the Namespace", failure);
                return Optional.<Map<String, String>>empty();
              }
              return Optional.of(found.map(n -> n.metadata().switches()).orElse(Map.of()));
            });
  }

  /// The namespace as it is now.
  ///
  /// @param why what is said in the log where it cannot be read
  CompletionStage<Optional<ClusterView>> namespaceNow(
      ReviewRequest request, Instant deadline, String why) {
    return cluster
        .readNow(request.namespace(), timeForReading(deadline, settings.confirmTime()))
        .handle(
            (live, failure) -> {
              if (failure != null) {
                logUnavailable(request, why, failure);
                return Optional.<ClusterView>empty();
              }
              return Optional.of(live);
            });
  }

  /// Half of what remains, so that the answer still arrives.
  Duration timeForReading(Instant deadline, Duration atMost) {
    var half = Duration.between(clock.instant(), deadline).dividedBy(2);
    if (half.isNegative()) {
      return Duration.ZERO;
    }
    return half.compareTo(atMost) < 0 ? half : atMost;
  }

  private static void logUnavailable(ReviewRequest request, String what, Throwable failure) {
    var cause =
        failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure;
    if (!(cause instanceof ClusterUnavailable)) {
      throw new IllegalStateException(what, cause);
    }
    LOG.atWarn()
        .addKeyValue("uid", request.uid())
        .addKeyValue("namespace", request.namespace())
        .addKeyValue("name", request.name())
        .addKeyValue("reason", cause.getMessage())
        .log("{}", what);
  }
}
