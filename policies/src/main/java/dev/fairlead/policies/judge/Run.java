package dev.fairlead.policies.judge;

/// Whether a change is stored, or only tried (a dry run).
public enum Run {
  REAL,
  /// Nothing that the same command would create exists.
  DRY
}
