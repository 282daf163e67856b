package dev.fairlead.webhook.review;

import dev.fairlead.policies.judge.Level;
import java.time.Duration;
import java.util.Set;

/// What an operator decides about reviews, for tests.
final class Rules {
  private Rules() {}

  /// Guard everywhere, with nobody exempt and no reasons honoured.
  ///
  /// @param persons field managers of people
  static ReviewSettings guarding(Duration window, String... persons) {
    return new ReviewSettings(
        Level.GUARD,
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        window,
        Set.of(persons),
        Duration.ofSeconds(1));
  }
}
