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

  private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + "){1,7}");

  private CallTimeout() {}

  /// What is written, or the default where that is none.
  static Duration of(@Nullable String written) {
    return Optional.ofNullable(written)
        .filter(text -> WHOLE.matcher(text).matches())
        .map(CallTimeout::sum)
        .filter(Duration::isPositive)
        .map(sum -> sum.compareTo(MAX) > 0 ? MAX : sum)
        .orElse(DEFAULT);
  }

  private static Duration sum(String text) {
    return PART.matcher(text)
        .results()
        .map(
            part ->
                Duration.ofNanos((long) (Double.parseDouble(part.group(1)) * nanos(part.group(2)))))
        .reduce(Duration.ZERO, Duration::plus);
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
