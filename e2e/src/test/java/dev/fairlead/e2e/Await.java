package dev.fairlead.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Waiting for something to become true, until a deadline.
final class Await {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private Await() {}

  /// Something that is looked at again and again.
  @FunctionalInterface
  interface Look {
    /// Empty once it is true; until then what was seen instead.
    Optional<String> missing();
  }

  /// Returns once `look` misses nothing; fails with what it saw last when that takes longer than
  /// `longest`.
  static void until(String what, Duration longest, Look look) {
    var deadline = System.nanoTime() + longest.toNanos();
    var missing = look.missing();
    while (missing.isPresent()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "waited %d s for %s, last saw: %s".formatted(longest.toSeconds(), what, missing.get()));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      missing = look.missing();
    }
  }
}
