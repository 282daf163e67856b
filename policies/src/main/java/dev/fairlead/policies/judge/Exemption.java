package dev.fairlead.policies.judge;

/// Why an object is judged more mildly than others, by what it says of itself. Everybody can write
/// that, so it is counted and told.
public enum Exemption {
  /// A controller made it and would make it again.
  CONTROLLER,
  /// Helm runs it at a point of a release.
  HELM_HOOK
}
