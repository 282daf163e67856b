package dev.fairlead.policies.model;

import java.util.Map;

/// A Namespace, of which Fairlead's own labels and annotations matter (`metadata.switches`), and
/// those that ask for containers in all its Pods.
///
/// @param labels all of them: by one that operators choose, namespaces belong together
public record NamespaceSwitches(
    Metadata metadata, Injector.Marks injection, Map<String, String> labels)
    implements KubernetesObject {
  public NamespaceSwitches {
    labels = Map.copyOf(labels);
  }

  @Override
  public NamespaceSwitches with(Metadata other) {
    return new NamespaceSwitches(other, injection, labels);
  }
}
