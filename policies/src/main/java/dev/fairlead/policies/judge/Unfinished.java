package dev.fairlead.policies.judge;

/// Why a verdict does not speak of everything: what is left out passes unjudged.
public enum Unfinished {
  /// There are more than [Judge#MOST_FINDINGS].
  TOO_MANY_FINDINGS,
  /// It would take too long.
  TOO_LONG
}
