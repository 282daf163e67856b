package dev.fairlead.policies.model;

/// One port of a Service. `index` is its place in `spec.ports`; `name` is empty where it has none.
public record ServicePort(int index, String name, int port, String protocol, TargetPort target) {
  private static final FieldPath PORTS = FieldPath.of("spec", "ports");

  public FieldPath path() {
    return PORTS.index(index);
  }
}
