package dev.fairlead.policies.resolve;

import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.Injected;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import java.util.function.Predicate;

/// A workload behind a Service, with what it declares and what others add to its Pods.
public record Backend(Workload workload, DeclaredPorts ports, Injected injected) {
  /// What a workload says of a port number. A declaration opens nothing, and its absence closes
  /// nothing: "Not specifying a port here DOES NOT prevent that port from being exposed"
  /// (kubernetes/api, core/v1, Container).
  public enum Evidence {
    /// A serving container declares it under that protocol.
    DECLARED,
    /// A probe, a lifecycle hook, a command, an argument, an environment value or an annotation
    /// holds it, or may.
    SPOKEN,
    /// A container that declares no port of that protocol may listen there, or one that reads a
    /// mounted configuration, or one that somebody adds.
    OPEN,
    /// None of these.
    ASTRAY
  }

  /// True where a name resolves, or a number is declared.
  public boolean declares(ServicePort port) {
    return ports.declaration(port).isPresent() || injected.ports().anyMatch(answers(port));
  }

  private static Predicate<ContainerPort> answers(ServicePort port) {
    return declared ->
        declared.protocol().equals(port.protocol())
            && switch (port.target()) {
              case TargetPort.ByName(var name) -> declared.name().equals(name);
              case TargetPort.ByNumber(var number, _) -> declared.number() == number;
            };
  }

  /// What it says of a number under a protocol.
  public Evidence evidence(int number, String protocol) {
    if (declaresNumber(number, protocol)) {
      return Evidence.DECLARED;
    }
    if (workload.spokenNumbers().mayInclude(number)) {
      return Evidence.SPOKEN;
    }
    return isOpen(protocol) ? Evidence.OPEN : Evidence.ASTRAY;
  }

  private boolean declaresNumber(int number, String protocol) {
    return ports.numbered(number, protocol).isPresent()
        || injected.ports().anyMatch(p -> p.number() == number && p.protocol().equals(protocol));
  }

  private boolean isOpen(String protocol) {
    return !everyContainerDeclares(protocol)
        || !workload.configuration().isEmpty()
        || injected.isOpen();
  }

  /// True where no serving container leaves out which ports of a protocol it has.
  public boolean everyContainerDeclares(String protocol) {
    return ports.areToldByAll(protocol);
  }
}
