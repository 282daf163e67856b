package dev.fairlead.fuzz;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/// What an input costs, by the processor and not by the clock.
final class Cost {
  /// Many times what the largest review may cost, since searched code is instrumented and the first
  /// inputs are interpreted.
  private static final Duration MOST = Duration.ofSeconds(5);

  private Cost() {}

  /// Runs it, and fails where it cost too much.
  static void bounded(Runnable input) {
    var threads = ManagementFactory.getThreadMXBean();
    var before = threads.getCurrentThreadCpuTime();
    input.run();
    var cost = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
    if (cost.compareTo(MOST) > 0) {
      throw new AssertionError("an input cost %s of processor".formatted(cost));
    }
  }
}
