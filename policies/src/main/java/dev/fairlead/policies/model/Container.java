package dev.fairlead.policies.model;

import java.util.List;

/// One container of a pod template.
///
/// @param path its place in the object
/// @param hooks those lifecycle hooks that name a port
public record Container(
    String name,
    Role role,
    FieldPath path,
    List<ContainerPort> ports,
    List<Probe> probes,
    List<Hook> hooks) {
  /// What a container is for; only the first two serve.
  public enum Role {
    REGULAR,
    /// A native sidecar: an init container with `restartPolicy: Always`.
    SIDECAR,
    /// An ordinary init container, gone before traffic comes.
    INIT
  }

  public Container {
    ports = List.copyOf(ports);
    probes = List.copyOf(probes);
    hooks = List.copyOf(hooks);
  }

  /// True while it may serve traffic: an ordinary init container is gone before that comes.
  public boolean serves() {
    return role != Role.INIT;
  }

  public boolean declares(String protocol) {
    return ports.stream().anyMatch(port -> port.protocol().equals(protocol));
  }

  public boolean has(Probe.Kind kind) {
    return probes.stream().anyMatch(probe -> probe.kind() == kind);
  }
}
