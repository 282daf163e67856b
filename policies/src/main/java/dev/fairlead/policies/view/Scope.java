package dev.fairlead.policies.view;

/// How much a view holds of what exists.
public enum Scope {
  /// A live cluster, as far as it is watched.
  CLUSTER,
  /// Some manifests: the other half may live in another repository.
  FILES,
  /// All manifests there are: the user says that nothing lives outside them.
  COMPLETE_FILES
}
