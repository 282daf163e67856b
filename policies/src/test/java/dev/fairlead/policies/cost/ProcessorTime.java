package dev.fairlead.policies.cost;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;

/// The processor time that work takes in the thread that does it: other programs on the machine do
/// not count.
public final class ProcessorTime {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ProcessorTime() {}

  /// The least of several tries, in nanoseconds.
  ///
  /// @param work made anew for each try, which does not count
  public static long of(Supplier<Runnable> work, int tries) {
    var least = Long.MAX_VALUE;
    for (var i = 0; i < tries; i++) {
      var ready = work.get();
      var began = THREADS.getCurrentThreadCpuTime();
      ready.run();
      least = Math.min(least, THREADS.getCurrentThreadCpuTime() - began);
    }
    return least;
  }
}
