package dev.fairlead.webhook.review;

import dev.fairlead.policies.view.Patience;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How much work one review may take. An object that takes longer than any honest one must not keep
/// other reviews waiting.
final class Effort {
  /// About a third of a second at most (`bench/cost`); a usual review takes a few hundred.
  static final long MOST_LOOKS = 300_000;

  /// Where there are more, building a view and looking through it takes milliseconds.
  private static final int FEW_OBJECTS = 1_000;

  /// What is left for the answer to arrive.
  private static final Duration FOR_THE_ANSWER = Duration.ofMillis(100);

  private Effort() {}

  static boolean isCostly(int objects) {
    return objects > FEW_OBJECTS;
  }

  static Patience until(Instant deadline, InstantSource clock) {
    var end = deadline.minus(FOR_THE_ANSWER);
    return Patience.of(MOST_LOOKS, () -> !clock.instant().isBefore(end));
  }
}
