package dev.fairlead.policies.fixes;

/// The path and the port at which the applications of a namespace tell their health.
public record HttpProbe(String path, int port) {}
