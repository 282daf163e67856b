package dev.fairlead.policies.checks;

/// What proves that a port of a Service is dead (docs/how-it-decides.md, "When a port finding is
/// proven").
public enum Proof {
  /// No port of the Service is declared by anything behind it, and what is declared there is used
  /// by nobody.
  NOTHING_WORKS,
  /// Everything behind the Service declares an unused port that was plainly meant.
  MISTYPED,
  /// The name is declared, but under another protocol only.
  WRONG_PROTOCOL
}
