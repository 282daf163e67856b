package dev.fairlead.policies.judge;

/// Whether a change is meant to last.
public enum Run {
  REAL,
  /// Nothing that the same command would create exists.
  DRY
}
