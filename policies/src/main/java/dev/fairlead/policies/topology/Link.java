package dev.fairlead.policies.topology;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceReference;
import dev.fairlead.policies.resolve.FindPort.Declared;
import java.util.List;
import java.util.Optional;

/// One object leads to another.
public sealed interface Link {
  ObjectRef from();

  ObjectRef to();

  /// What breaks it; empty while nothing does.
  List<Finding> breaks();

  default boolean isBroken() {
    return !breaks().isEmpty();
  }

  /// A workload names a Service.
  ///
  /// @param findings about the reference
  record Call(ObjectRef from, ObjectRef to, ServiceReference reference, List<Finding> findings)
      implements Link {
    public Call {
      findings = List.copyOf(findings);
    }

    @Override
    public List<Finding> breaks() {
      return grave(findings);
    }
  }

  /// A Service selects a workload.
  ///
  /// @param ports those of the Service, in their order; none of a headless Service without ports
  record Reach(ObjectRef from, ObjectRef to, List<Port> ports) implements Link {
    public Reach {
      ports = List.copyOf(ports);
    }

    @Override
    public List<Finding> breaks() {
      return ports.stream().flatMap(port -> port.breaks().stream()).distinct().toList();
    }
  }

  /// A port of a Service at a workload.
  ///
  /// @param declared the container and the port that it reaches, where one declares it
  /// @param findings about the port and this workload
  record Port(
      ServicePort port,
      Resolution resolution,
      Optional<Declared> declared,
      List<Finding> findings) {
    public Port {
      findings = List.copyOf(findings);
    }

    /// What breaks it.
    public List<Finding> breaks() {
      return grave(findings);
    }
  }

  /// How a port resolves at a workload.
  enum Resolution {
    /// A container declares its name or number.
    DECLARED,
    /// A container that is injected brings it.
    INJECTED,
    /// A number that a probe, a command or an environment value speaks of.
    SPOKEN,
    /// A number that nobody declares, at Pods that may listen anywhere.
    OPEN,
    /// A number that nothing speaks for.
    ASTRAY,
    /// A name that no container declares.
    UNRESOLVED
  }

  private static List<Finding> grave(List<Finding> findings) {
    return findings.stream().filter(finding -> finding.severity() != Severity.INFO).toList();
  }
}
