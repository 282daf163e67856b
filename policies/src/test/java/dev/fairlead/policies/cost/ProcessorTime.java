package dev.fairlead.policies.cost;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// The processor time that work takes in the thread that does it: other programs on the machine do
/// not count.
public final class ProcessorTime {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final int TRIES = 5;
  private static final int ROUNDS = 4;

  private ProcessorTime() {}

  /// How many times as long the work takes at a larger size: the least of four rounds, for a busy
  /// machine disturbs one or the other. No further round is begun once one is below `enough`.
  ///
  /// @param work made anew for each try, which does not count
  public static double growth(IntFunction<Runnable> work, int size, int times, double enough) {
    of(() -> work.apply(size));
    var least = Double.MAX_VALUE;
    for (var round = 0; round < ROUNDS && least >= enough; round++) {
      var small = of(() -> work.apply(size));
      least = Math.min(least, (double) of(() -> work.apply(times * size)) / small);
    }
    return least;
  }

  /// The least of several tries, in nanoseconds.
  private static long of(Supplier<Runnable> work) {
    var least = Long.MAX_VALUE;
    for (var i = 0; i < TRIES; i++) {
      var ready = work.get();
      var began = THREADS.getCurrentThreadCpuTime();
      ready.run();
      least = Math.min(least, THREADS.getCurrentThreadCpuTime() - began);
    }
    return least;
  }
}
