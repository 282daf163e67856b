package dev.fairlead.policies.view;

import java.util.function.BooleanSupplier;

/// How much may be looked at for one answer. It counts looks, and asks now and then whether the
/// time is up.
///
/// After that, the caller stops. The answer to which it was on the way is not to be relied on.
public final class Patience {
  /// Asking for the time costs more than a look.
  private static final int LOOKS_BETWEEN_QUESTIONS = 256;

  private final BooleanSupplier isTimeUp;
  private long left;
  private long untilQuestion = LOOKS_BETWEEN_QUESTIONS;

  private Patience(long most, BooleanSupplier isTimeUp) {
    this.left = most;
    this.isTimeUp = isTimeUp;
  }

  /// For whoever waits until the end, as at the command line.
  public static Patience endless() {
    return new Patience(Long.MAX_VALUE, () -> false);
  }

  /// For whoever looks at so many things, and no longer than until time is up.
  public static Patience of(long looks, BooleanSupplier isTimeUp) {
    return new Patience(looks, isTimeUp);
  }

  /// Notes a look at so many things; false where it is not worth taking any more.
  public boolean allows(int looks) {
    if (isOver()) {
      return false;
    }
    left -= looks;
    untilQuestion -= looks;
    if (untilQuestion <= 0) {
      untilQuestion = LOOKS_BETWEEN_QUESTIONS;
      if (isTimeUp.getAsBoolean()) {
        left = 0;
      }
    }
    return !isOver();
  }

  /// True once something may have been left out; it stays so.
  public boolean isOver() {
    return left <= 0;
  }
}
