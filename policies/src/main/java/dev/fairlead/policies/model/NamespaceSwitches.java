package dev.fairlead.policies.model;

/// A Namespace, of which Fairlead's own labels and annotations matter (`metadata.switches`), and
/// those that ask for containers in all its Pods.
public record NamespaceSwitches(Metadata metadata, Injector.Marks injection)
    implements KubernetesObject {}
