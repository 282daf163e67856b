package dev.fairlead.policies.judge;

/// What an object says of itself, whereupon it is not judged like others. Whoever sends it can say
/// so, which is why it is told.
public enum Exemption {
  /// A controller made it and would make it again.
  CONTROLLER,
  /// Helm runs it at a point of a release.
  HELM_HOOK
}
