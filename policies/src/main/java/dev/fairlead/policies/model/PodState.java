package dev.fairlead.policies.model;

/// What decides whether a live Pod is an endpoint at all. `phase` is as in the API, empty while
/// unset.
public record PodState(String phase, boolean hasAddress, boolean terminating) {}
