package dev.fairlead.policies.model;

/// One Kubernetes object, reduced to what wiring needs.
public sealed interface KubernetesObject
    permits ServiceWiring, Workload, NamespaceSwitches, OtherObject {
  Metadata metadata();

  /// The same object with other metadata.
  KubernetesObject with(Metadata other);

  default ObjectRef ref() {
    return metadata().ref();
  }
}
