package dev.fairlead.cli.plan;

import java.util.Locale;

/// Where a port of a Service leads at one moment.
enum Wiring {
  /// There is no such Service, or no such port.
  ABSENT,
  REACHES,
  /// Everything behind it is scaled to zero.
  ASLEEP,
  SELECTS_NOTHING,
  LEADS_NOWHERE,
  /// Nobody can tell from manifests.
  UNKNOWN;

  boolean reachesNothing() {
    return this == SELECTS_NOTHING || this == LEADS_NOWHERE;
  }

  /// How it is told after the name of the port.
  String told() {
    return switch (this) {
      case ABSENT -> "is not there";
      case REACHES -> "reaches a workload";
      case ASLEEP -> "is scaled to zero";
      case SELECTS_NOTHING -> "selects no Pods";
      case LEADS_NOWHERE -> "leads to a port that no container has";
      case UNKNOWN -> "cannot be told from manifests";
    };
  }

  /// The word for it in JSON: `selects-nothing`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
