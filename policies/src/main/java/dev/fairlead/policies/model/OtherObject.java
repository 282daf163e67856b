package dev.fairlead.policies.model;

import java.util.Map;

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

    /// None of its own: it adds containers to the Pods that carry these labels, in whatever
    /// namespace (OpenKruise's SidecarSet). No labels: to those of nobody knows which workloads.
    record Injects(Map<String, String> labels) implements Pods {
      public Injects {
        labels = Map.copyOf(labels);
      }
    }

    /// None of its own: it decides how many Pods a workload of its namespace has
    /// (HorizontalPodAutoscaler, KEDA's ScaledObject).
    record Scales(String kind, String name) implements Pods {}
  }

  @Override
  public OtherObject with(Metadata other) {
    return new OtherObject(other, pods);
  }
}
