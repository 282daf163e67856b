package dev.fairlead.webhook.settle.writing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Spaces requests out, so that no second has more of them than allowed.
final class Pace {
  private final long gap;
  private long next = System.nanoTime();

  Pace(int perSecond) {
    this.gap = Duration.ofSeconds(1).toNanos() / perSecond;
  }

  /// Waits until the next request may be sent.
  void await() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(reserved());
  }

  private synchronized long reserved() {
    var now = System.nanoTime();
    var mine = Math.max(now, next);
    next = mine + gap;
    return mine - now;
  }
}
