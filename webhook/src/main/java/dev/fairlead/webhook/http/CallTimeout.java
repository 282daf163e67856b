package dev.fairlead.webhook.http;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `timeout` that an API server sends along: a duration as Go writes it, `5s` or `1m0s`.
final class CallTimeout {
  /// What the API server itself takes where a webhook configuration says nothing.
  static final Duration DEFAULT = Duration.ofSeconds(10);

  /// The most that a webhook configuration can say; whoever asks for more is no API server.
  static final Duration MAX = Duration.ofSeconds(30);

  /// No number in it is long enough to overflow.
  private static final Pattern PART =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ns|us|µs|ms|s|m|h)");

  /// Go writes no more.
  private static final int MOST_PARTS = 7;

  private CallTimeout() {}

  /// What is written, or the default where that is none.
  static Duration of(@Nullable String written) {
    return Optional.ofNullable(written)
        .flatMap(CallTimeout::sum)
        .filter(Duration::isPositive)
        .map(sum -> sum.compareTo(MAX) > 0 ? MAX : sum)
        .orElse(DEFAULT);
  }

  /// The sum of the parts, which follow each other; empty where something else stands there.
  private static Optional<Duration> sum(String text) {
    var sum = Duration.ZERO;
    var part = PART.matcher(text);
    var end = 0;
    for (var parts = 0; parts < MOST_PARTS && end < text.length(); parts++) {
      if (!part.region(end, text.length()).lookingAt()) {
        return Optional.empty();
      }
      sum = sum.plusNanos((long) (Double.parseDouble(part.group(1)) * nanos(part.group(2))));
      end = part.end();
    }
    return end == text.length() ? Optional.of(sum) : Optional.empty();
  }

  private static double nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      case String hours -> 3600e9;
    };
  }
}
