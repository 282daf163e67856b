package dev.fairlead.policies.judge;

/// What becomes of a finding, most important first.
public enum Outcome {
  DENY,
  /// Warned about, and judged again once the other half has had its time to arrive.
  SETTLE,
  WARN,
  /// Let through because the object gives a reason.
  ALLOWED
}
