package dev.fairlead.cli.certificates;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Writes a moment for people: `in 20 days (2026-12-15 18:42 UTC)`.
final class TimeLeft {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private TimeLeft() {}

  static String until(Instant moment, Instant now) {
    var left = Duration.between(now, moment);
    var counted = counted(left.abs());
    return "%s (%s)"
        .formatted(left.isNegative() ? counted + " ago" : "in " + counted, MINUTES.format(moment));
  }

  /// The largest unit of which there are at least two, rounded down.
  private static String counted(Duration time) {
    if (time.toDays() >= 2) {
      return time.toDays() + " days";
    }
    if (time.toHours() >= 2) {
      return time.toHours() + " hours";
    }
    return time.toMinutes() >= 2 ? time.toMinutes() + " minutes" : time.toSeconds() + " seconds";
  }
}
