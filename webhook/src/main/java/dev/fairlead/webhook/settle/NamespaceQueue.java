package dev.fairlead.webhook.settle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/// The namespaces to be looked at, each once, in the order of their due times.
final class NamespaceQueue {
  private record Entry(String namespace, Instant due) {}

  private final InstantSource clock;
  private final Map<String, Instant> dueTimes = new HashMap<>();
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparing(Entry::due));

  NamespaceQueue(InstantSource clock) {
    this.clock = clock;
  }

  /// Has a namespace looked at then, or earlier where that is due already.
  synchronized void add(String namespace, Instant due) {
    var earlier = dueTimes.get(namespace);
    if (earlier != null && !due.isBefore(earlier)) {
      return;
    }
    dueTimes.put(namespace, due);
    var entry = new Entry(namespace, due);
    entries.add(entry);
    if (entry.equals(entries.peek())) {
      notifyAll(); // whoever waits, waits for too long
    }
  }

  /// Waits for the next namespace that is due, and takes it out.
  synchronized String take() throws InterruptedException {
    while (true) {
      var next = entries.peek();
      if (next == null) {
        wait();
      } else if (!next.due().equals(dueTimes.get(next.namespace()))) {
        entries.remove(); // an earlier look was asked for since
      } else {
        var left = Duration.between(clock.instant(), next.due());
        if (!left.isPositive()) {
          entries.remove();
          dueTimes.remove(next.namespace());
          return next.namespace();
        }
        wait(left.toMillis() + 1);
      }
    }
  }

  /// How many are due at this moment.
  synchronized long due() {
    var now = clock.instant();
    return dueTimes.values().stream().filter(due -> !due.isAfter(now)).count();
  }
}
