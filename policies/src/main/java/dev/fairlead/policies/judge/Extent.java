package dev.fairlead.policies.judge;

/// How much of a change a verdict is about. The rest passes unjudged.
public enum Extent {
  WHOLE,
  /// There are more than [Judge#MOST_FINDINGS].
  TOO_MANY_FINDINGS,
  /// It would take too long.
  TOO_LONG,
  /// Nothing is ever said of such a change.
  NOTHING
}
