package dev.fairlead.policies.model;

/// A Namespace, of which only Fairlead's own labels and annotations matter (`metadata.switches`).
public record NamespaceSwitches(Metadata metadata) implements KubernetesObject {}
