package dev.fairlead.policies.model;

/// A port that a container declares; `name` is empty where it has none.
public record ContainerPort(String name, int number, String protocol) {}
