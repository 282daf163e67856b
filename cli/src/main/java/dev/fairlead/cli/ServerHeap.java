package dev.fairlead.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import javax.management.NotificationEmitter;

/// Keeps the heap of a server small.
///
/// The serial collector looks at the old generation only when the heap can grow no more, which may
/// be at a share of a big machine's memory. So this collects the old generation whenever it has
/// grown by a third since the last time.
final class ServerHeap {
  /// The old generation of the serial collector; the others look after theirs.
  static final String OLD_GENERATION = "Tenured Gen";

  private static final long MIB = 1 << 20;

  /// When it is collected for the first time: not while a server starts, if the cluster is small.
  private static final long FIRST = 64 * MIB;

  /// A collection that brings less is not worth its pause.
  private static final long LEAST_GROWTH = 16 * MIB;

  private ServerHeap() {}

  /// From now on; without the serial collector nothing happens.
  static void keepSmall() {
    ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals(OLD_GENERATION))
        .forEach(ServerHeap::collectAsItGrows);
  }

  private static void collectAsItGrows(MemoryPoolMXBean oldGeneration) {
    oldGeneration.setUsageThreshold(within(FIRST, oldGeneration));
    var memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    memory.addNotificationListener(
        (_, _) -> {
          System.gc();
          var next = next(oldGeneration.getUsage().getUsed());
          oldGeneration.setUsageThreshold(within(next, oldGeneration));
        },
        notification ->
            notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
        null);
  }

  private static long within(long threshold, MemoryPoolMXBean pool) {
    return Math.min(threshold, pool.getUsage().getMax());
  }

  /// When to collect next.
  ///
  /// @param used bytes after a collection
  static long next(long used) {
    return used + Math.max(LEAST_GROWTH, used / 3);
  }
}
