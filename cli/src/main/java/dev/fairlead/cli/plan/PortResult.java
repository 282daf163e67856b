package dev.fairlead.cli.plan;

import java.util.Locale;

/// What a release makes of a port of a Service.
enum PortResult {
  /// It reaches a workload all the time.
  KEPT,
  /// It was wired, reaches nothing for some steps, and is wired again.
  INTERRUPTED,
  /// It was wired and reaches nothing at the end.
  LOST,
  /// It is new, and wired at the end.
  COMES,
  /// It is new, and not wired yet at the end.
  WAITS,
  /// It reached nothing before, and is wired at the end.
  MENDED,
  /// It reached nothing before, and reaches nothing at the end.
  STANDING,
  /// What is behind it is scaled to zero.
  ASLEEP,
  /// The release takes it away.
  REMOVED,
  /// Manifests do not tell.
  UNKNOWN;

  boolean isLoss() {
    return this == INTERRUPTED || this == LOST;
  }

  /// The word for it in JSON.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
