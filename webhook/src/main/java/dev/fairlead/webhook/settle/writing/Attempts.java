package dev.fairlead.webhook.settle.writing;

import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts writes, and logs those that fail. The same problem is logged once in ten minutes.
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private static final Duration SILENCE = Duration.ofMinutes(10);

  /// What is written.
  enum What {
    CONDITION,
    EVENT,
    REPORT
  }

  /// What became of it.
  enum Ending {
    WRITTEN,
    /// The object that it is about is gone, or its kind.
    GONE,
    REFUSED,
    FAILED
  }

  /// A request that fails with [ClusterUnavailable].
  interface Request {
    Ending send();
  }

  private final Metrics metrics;
  private final InstantSource clock;
  private final Map<What, Instant> logged = new EnumMap<>(What.class);
  private final Map<What, Integer> failures = new EnumMap<>(What.class);

  Attempts(Metrics metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /// How many have failed since the last that did not.
  synchronized int failures(What what) {
    return failures.getOrDefault(what, 0);
  }

  /// @throws ClusterUnavailable as the request does
  Ending of(What what, Request request) {
    try {
      var ending = request.send();
      count(what, ending);
      return ending;
    } catch (ClusterUnavailable e) {
      failed(what, e);
      throw e;
    }
  }

  void failed(What what, ClusterUnavailable failure) {
    if (Thread.currentThread().isInterrupted()) {
      return; // it is stopped, which is no trouble
    }
    count(what, failure.isRefusal() ? Ending.REFUSED : Ending.FAILED);
    log(what, failure);
  }

  private synchronized void count(What what, Ending ending) {
    metrics.settleWrite(label(what), ending.name().toLowerCase(Locale.ROOT));
    switch (ending) {
      case WRITTEN, GONE -> failures.remove(what);
      case REFUSED, FAILED -> failures.merge(what, 1, Integer::sum);
    }
  }

  private synchronized void log(What what, ClusterUnavailable failure) {
    var now = clock.instant();
    var last = logged.get(what);
    if (last == null || Duration.between(last, now).compareTo(SILENCE) > 0) {
      logged.put(what, now);
      LOG.atWarn()
          .addKeyValue("object", label(what))
          .addKeyValue("reason", failure.getMessage())
          .log("cannot write; trying again, and telling so no more for a while");
    }
  }

  private static String label(What what) {
    return what.name().toLowerCase(Locale.ROOT);
  }
}
