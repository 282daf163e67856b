package dev.fairlead.cli.plan;

import java.util.Locale;

/// What becomes of a step at admission.
enum Answer {
  REFUSED,
  WARNED,
  SILENT;

  /// The word for it: `refused`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
