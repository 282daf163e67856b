package dev.fairlead.webhook.review;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what became of denials that a live read had to confirm.
public final class Confirmations {
  /// What a live read made of a denial.
  public enum Confirmation {
    UPHELD,
    /// The cluster held something that the watch had not shown yet.
    OVERTURNED,
    /// No answer in time; the denial became a warning.
    UNAVAILABLE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Confirmation, LongAdder> counts = new EnumMap<>(Confirmation.class);

  Confirmations() {
    for (var confirmation : Confirmation.values()) {
      counts.put(confirmation, new LongAdder());
    }
  }

  void count(Confirmation confirmation) {
    counts.getOrDefault(confirmation, new LongAdder()).increment();
  }

  public long of(Confirmation confirmation) {
    return counts.getOrDefault(confirmation, new LongAdder()).sum();
  }
}
