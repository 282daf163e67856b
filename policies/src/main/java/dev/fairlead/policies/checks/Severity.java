package dev.fairlead.policies.checks;

/// How loudly a finding is told.
public enum Severity {
  ERROR,
  WARNING,
  /// Legal, and often fine: only the command line tells it, and only when asked. At admission it is
  /// no finding.
  INFO
}
