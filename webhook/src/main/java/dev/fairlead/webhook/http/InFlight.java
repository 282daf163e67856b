package dev.fairlead.webhook.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The reviews under way, which are bounded.
final class InFlight {
  private final int max;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong lastChange = new AtomicLong(System.nanoTime());

  InFlight(int max) {
    this.max = max;
  }

  /// Whether there is room for one more; whoever enters must leave.
  boolean tryEnter() {
    lastChange.set(System.nanoTime());
    if (count.incrementAndGet() <= max) {
      return true;
    }
    count.decrementAndGet();
    return false;
  }

  void leave() {
    lastChange.set(System.nanoTime());
    count.decrementAndGet();
  }

  long count() {
    return count.get();
  }

  /// What is said where there is no room.
  String full() {
    return "too many reviews are under way: at most %d may be (fairlead.max-in-flight)"
        .formatted(max);
  }

  /// Whether nothing is under way and nothing has come or gone for a while.
  boolean quietFor(long nanos) {
    return count.get() == 0 && System.nanoTime() - lastChange.get() >= nanos;
  }
}
