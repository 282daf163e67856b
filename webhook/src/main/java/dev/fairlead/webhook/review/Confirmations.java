package dev.fairlead.webhook.review;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what became of denials that a live read had to confirm.
public final class Confirmations {
  /// What a live read made of a denial.
  public enum Outcome {
    UPHELD,
    /// The cluster held something that the watch had not shown yet.
    OVERTURNED,
    /// No answer in time; the denial became a warning.
    UNAVAILABLE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

  Confirmations() {
    for (var outcome : Outcome.values()) {
      counts.put(outcome, new LongAdder());
    }
  }

  void count(Outcome outcome) {
    counts.getOrDefault(outcome, new LongAdder()).increment();
  }

  public long of(Outcome outcome) {
    return counts.getOrDefault(outcome, new LongAdder()).sum();
  }
}
