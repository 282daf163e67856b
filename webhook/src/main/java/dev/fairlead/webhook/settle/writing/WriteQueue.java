package dev.fairlead.webhook.settle.writing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What is to be written: the latest for each key, the most urgent first.
final class WriteQueue<T> {
  /// How soon something is to be written.
  enum Urgency {
    /// Somebody may be waiting for it.
    CHANGE,
    /// The first word about something that is well; of these the newest goes first, for it is newly
    /// made, while the others have done without for long.
    FIRST_WORD,
    REPORT
  }

  /// @param failures how often it was tried in vain
  record Entry<T>(Object key, T what, Urgency urgency, long number, int failures, Instant due) {
    private long order() {
      return urgency == Urgency.FIRST_WORD ? -number : number;
    }
  }

  private final InstantSource clock;
  private final Map<Object, Entry<T>> entries = new HashMap<>();
  private final PriorityQueue<Entry<T>> ready =
      new PriorityQueue<>(
          Comparator.<Entry<T>, Urgency>comparing(Entry::urgency).thenComparingLong(Entry::order));
  private final PriorityQueue<Entry<T>> later =
      new PriorityQueue<>(Comparator.comparing(Entry::due));
  private @Nullable Entry<T> underWay;
  private long number;

  WriteQueue(InstantSource clock) {
    this.clock = clock;
  }

  /// Takes the place of what is to be written under this key, and its time.
  ///
  /// @param due where nothing else is to be written under it
  synchronized void put(Object key, T what, Urgency urgency, Instant due) {
    var earlier = entries.get(key);
    add(
        earlier == null
            ? new Entry<>(key, what, urgency, number++, 0, due)
            : new Entry<>(key, what, urgency, number++, earlier.failures(), earlier.due()));
  }

  /// What was taken is done with.
  synchronized void done() {
    underWay = null;
  }

  /// Has another go at what was taken, unless something else has come in its place.
  ///
  /// @param failures how often it has been tried in vain by now
  synchronized void retry(Instant due, int failures) {
    var failed = underWay;
    underWay = null;
    if (failed != null && !entries.containsKey(failed.key())) {
      add(new Entry<>(failed.key(), failed.what(), failed.urgency(), number++, failures, due));
    }
  }

  private void add(Entry<T> entry) {
    entries.put(entry.key(), entry);
    if (entry.due().isAfter(clock.instant())) {
      later.add(entry);
    } else {
      ready.add(entry);
    }
    notifyAll();
  }

  /// What is to be, or is being, written under a key.
  synchronized Optional<T> pending(Object key) {
    var waiting = Optional.ofNullable(entries.get(key));
    return waiting
        .or(() -> Optional.ofNullable(underWay).filter(entry -> entry.key().equals(key)))
        .map(Entry::what);
  }

  /// Waits for the next that is due, and takes it out until it is done with or tried again.
  synchronized Entry<T> take() throws InterruptedException {
    while (true) {
      var now = clock.instant();
      while (!later.isEmpty() && !later.peek().due().isAfter(now)) {
        ready.add(later.remove());
      }
      var next = ready.poll();
      if (next == null) {
        wait(later.isEmpty() ? 0 : Duration.between(now, later.peek().due()).toMillis() + 1);
      } else if (isLatest(next)) {
        entries.remove(next.key());
        underWay = next;
        return next;
      }
    }
  }

  private boolean isLatest(Entry<T> entry) {
    var latest = entries.get(entry.key());
    return latest != null && latest.number() == entry.number();
  }

  synchronized int size() {
    return entries.size();
  }
}
