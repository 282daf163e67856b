package dev.fairlead.policies.model;

/// An object that is neither Service nor workload.
public record OtherObject(Metadata metadata, Pods pods) implements KubernetesObject {
  /// Whether the kind may make Pods that no manifest shows.
  public enum Pods {
    NONE,
    /// A custom kind nobody told us about: it may make Pods with any labels.
    UNKNOWN
  }
}
