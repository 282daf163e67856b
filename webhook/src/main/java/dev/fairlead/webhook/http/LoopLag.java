package dev.fairlead.webhook.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// How late the event loops are that serve reviews. Each of them notes the time every moment; a
/// blocked one cannot. Another event loop asks.
final class LoopLag {
  private static final Duration BEAT = Duration.ofMillis(250);

  /// What an API server waits for a review, as the chart registers it.
  static final Duration LATE = Duration.ofSeconds(5);

  /// Longer than any review, pause of the JVM or throttling takes: it does not come back.
  static final Duration STUCK = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private final Queue<AtomicLong> beats = new ConcurrentLinkedQueue<>();

  /// @param nanos the time, as [System#nanoTime] tells it
  LoopLag(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// Follows the event loop that this is called on.
  void follow(Vertx vertx) {
    var beat = beat();
    vertx.setPeriodic(BEAT.toMillis(), _ -> beat.run());
  }

  /// One more event loop.
  ///
  /// @return what it is to run again and again
  Runnable beat() {
    var last = new AtomicLong(nanos.getAsLong());
    beats.add(last);
    return () -> last.set(nanos.getAsLong());
  }

  /// That of the slowest.
  Duration lag() {
    var now = nanos.getAsLong();
    var longest = beats.stream().mapToLong(last -> now - last.get()).max().orElse(0);
    return Duration.ofNanos(Math.max(0, longest - BEAT.toNanos()));
  }

  ReadinessCheck readiness() {
    var lag = lag();
    var late = lag.compareTo(LATE) > 0;
    return new ReadinessCheck(
        "event-loops",
        !late,
        late
            ? "must answer within %d s, are %d s late".formatted(LATE.toSeconds(), lag.toSeconds())
            : "");
  }

  /// Why only a new start helps; empty while nothing is wrong.
  Optional<String> stuck() {
    var lag = lag();
    return lag.compareTo(STUCK) > 0
        ? Optional.of("event loops: have been blocked for %d s".formatted(lag.toSeconds()))
        : Optional.empty();
  }
}
