package dev.fairlead.webhook.api;

import java.time.Duration;

/// Pauses between attempts that fail: each is twice as long as the one before it.
///
/// @param first after the first failure
/// @param longest none is longer
public record BackOff(Duration first, Duration longest) {
  /// More doublings than any two durations here are apart.
  private static final int MOST_DOUBLINGS = 16;

  /// The pause after one more failure.
  ///
  /// @param before how many attempts in a row had failed before this one
  public Duration after(int before) {
    var pause = first.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}
