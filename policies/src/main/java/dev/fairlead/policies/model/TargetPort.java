package dev.fairlead.policies.model;

/// Where a Service port sends traffic in a Pod.
public sealed interface TargetPort {
  /// A number: never looked up in the Pod.
  record ByNumber(int number, Origin origin) implements TargetPort {}

  /// The name of a container port of the same protocol.
  record ByName(String name) implements TargetPort {}

  /// Whether the manifest gives the number.
  enum Origin {
    WRITTEN,
    /// `targetPort` is left out, so it equals `port`.
    DEFAULTED
  }
}
