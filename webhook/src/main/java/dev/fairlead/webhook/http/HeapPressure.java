package dev.fairlead.webhook.http;

import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the heap is so full that another review may be one too many. Full means: after a
/// collection.
///
/// The last collection tells what is in use. The next one may be far off while reviews are refused.
/// So a collection is asked for from time to time, as long as the heap is full.
final class HeapPressure {
  static final String TEXT =
      "memory: must be less than 90 % of the heap in use after a collection, is more; give Fairlead"
          + " more memory";

  /// Of the old generation. Beyond it collections follow each other and answers come late.
  private static final double SHARE = 0.9;

  private static final Duration LOOK = Duration.ofSeconds(1);

  /// A collection stops the program for some tenths of a second.
  private static final Duration COLLECT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(HeapPressure.class);

  private final Supplier<Optional<MemoryUsage>> afterCollection;
  private final Runnable collect;
  private long looksUntilCollection;
  private volatile boolean high;

  /// @param afterCollection what was in use after the last collection, empty before the first
  HeapPressure(Supplier<Optional<MemoryUsage>> afterCollection, Runnable collect) {
    this.afterCollection = afterCollection;
    this.collect = collect;
  }

  /// Looks every second from now on.
  static HeapPressure watched(Vertx vertx) {
    var pool = oldGeneration();
    var pressure =
        new HeapPressure(
            () -> pool.map(MemoryPoolMXBean::getCollectionUsage),
            // Not on an event loop, which would be taken for blocked.
            () -> Thread.ofVirtual().name("collection").start(System::gc));
    vertx.setPeriodic(LOOK.toMillis(), _ -> pressure.look());
    return pressure;
  }

  /// The largest part of the heap that collectors tell about.
  private static Optional<MemoryPoolMXBean> oldGeneration() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
        .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()));
  }

  void look() {
    var now = afterCollection.get().filter(HeapPressure::isHigh).isPresent();
    if (now != high) {
      if (now) {
        LOG.error("the heap is nearly full: reviews are refused, so the failurePolicy decides");
      } else {
        LOG.info("the heap has room again");
      }
      looksUntilCollection = COLLECT.dividedBy(LOOK);
    }
    high = now;
    if (now && looksUntilCollection-- <= 0) {
      looksUntilCollection = COLLECT.dividedBy(LOOK);
      collect.run();
    }
  }

  private static boolean isHigh(MemoryUsage usage) {
    return usage.getMax() > 0 && usage.getUsed() > SHARE * usage.getMax();
  }

  boolean isHigh() {
    return high;
  }
}
