package dev.fairlead.policies.model;

/// An object that is neither Service nor workload.
public record OtherObject(Metadata metadata, Pods pods) implements KubernetesObject {
  /// The Pods that an object without a template of its own makes.
  public sealed interface Pods {
    record None() implements Pods {}

    /// Those of a custom kind nobody told us about: any, with any labels.
    record Unknown() implements Pods {}

    /// Those of the template of another workload of its namespace, as an Argo Rollout with a
    /// `workloadRef` makes them.
    record FromTemplateOf(String kind, String name) implements Pods {}
  }
}
