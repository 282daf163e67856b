package dev.fairlead.webhook.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// The calls under way, which are bounded, and what became of those beyond the bound.
final class InFlight {
  private final int max;
  private final AtomicInteger count = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
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
    refused.increment();
    return false;
  }

  void leave() {
    lastChange.set(System.nanoTime());
    count.decrementAndGet();
  }

  long count() {
    return count.get();
  }

  long refused() {
    return refused.sum();
  }

  /// Whether nothing is under way and nothing has come or gone for a while.
  boolean quietFor(long nanos) {
    return count.get() == 0 && System.nanoTime() - lastChange.get() >= nanos;
  }
}
