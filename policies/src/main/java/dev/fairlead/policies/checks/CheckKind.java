package dev.fairlead.policies.checks;

/// What a check has to know to see a mistake.
public enum CheckKind {
  /// One object proves it.
  FACT,
  /// It takes a Service and a workload.
  WIRING,
  /// It works, but not well: never denies.
  ADVICE,
  /// It takes a running cluster: settle tells it, no review does.
  LIVE
}
