package dev.fairlead.policies.checks;

/// How sure a finding is. Where Fairlead cannot tell, there is no finding.
public enum Certainty {
  /// By one object alone, or because all that could refute it is known. Only a proven finding can
  /// deny.
  PROVEN,
  LIKELY
}
