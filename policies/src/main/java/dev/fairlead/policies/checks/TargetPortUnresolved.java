package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A target port given by name must resolve in every workload the Service selects.
///
/// Fields: `spec.ports[*].targetPort`. Allowed: the name of a port with the same protocol, in a
/// container, a native sidecar or a container that an injector is known to add; any number
/// (`target-port-mismatch` looks at those). Proven, when nothing of the Service works and what is
/// declared behind it waits for traffic in vain, when a name was plainly mistyped, or when it is
/// there under another protocol only; likely otherwise: some workloads have it, others of the
/// Service's ports work, a container does not say what it listens on, something may be injected, a
/// kind that may make Pods stands beside. An info only at a headless Service, whose names lead to
/// the Pods' addresses whatever its ports are. Silent when nothing is selected, or only Jobs are.
final class TargetPortUnresolved implements Check.OfService {
  @Override
  public String id() {
    return "target-port-unresolved";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.WIRING;
  }

  @Override
  public Stream<Finding> findings(ServiceWiring service, ClusterView view) {
    if (service.ports().stream().noneMatch(port -> port.target() instanceof TargetPort.ByName)) {
      return Stream.empty();
    }
    var behind = new PortsBehind(service, view);
    return service.ports().stream().flatMap(port -> finding(service, port, behind).stream());
  }

  private Optional<Finding> finding(ServiceWiring service, ServicePort port, PortsBehind behind) {
    if (!(port.target() instanceof TargetPort.ByName(var name))) {
      return Optional.empty();
    }
    var lacking = behind.lacking(port);
    if (lacking.isEmpty()) {
      return Optional.empty();
    }
    var proof = behind.proof(port);
    var workload = lacking.getFirst().workload();
    var rule =
        "must be the name of a %s port of %s"
            .formatted(port.protocol(), Text.andMore(workload.ref(), lacking.size()));
    var problem = new Problem.NotFound(name, rule, seen(name, port.protocol(), workload));
    var finding =
        new Finding(
                this,
                proof.isPresent() ? Certainty.PROVEN : Certainty.LIKELY,
                service.ref(),
                port.path().field("targetPort"),
                problem)
            .relatedTo(lacking.stream().map(backend -> backend.workload().ref()).toList())
            .restingOn(proof, PortsBehind.evidence(port, lacking));
    return Optional.of(behind.weighed(finding, port));
  }

  private static Problem.Seen seen(String name, String protocol, Workload workload) {
    var otherProtocol = FindPort.declared(workload, p -> p.name().equals(name)).findFirst();
    if (otherProtocol.isPresent()) {
      var text = ", which has it under %s only".formatted(otherProtocol.get().port().protocol());
      return Problem.Seen.saying(text, Optional.empty());
    }
    var gone =
        workload.containers().stream()
            .filter(container -> container.role() == Container.Role.INIT)
            .filter(c -> c.ports().stream().anyMatch(port -> port.name().equals(name)))
            .findFirst();
    if (gone.isPresent()) {
      var text =
          ", which has it only in init container \"%s\", gone before traffic comes"
              .formatted(gone.get().name());
      return Problem.Seen.saying(text, Optional.empty());
    }
    var ports =
        FindPort.declared(workload, p -> p.protocol().equals(protocol))
            .map(FindPort.Declared::port)
            .toList();
    return Problem.Seen.list(
        ports.stream().map(TargetPortUnresolved::described).toList(), nearest(name, ports));
  }

  /// A name that is near, or the number where the name is that number or the only port has no name.
  private static Optional<String> nearest(String name, List<ContainerPort> ports) {
    var near =
        ports.stream()
            .map(ContainerPort::name)
            .filter(other -> Near.between(name, other) != Near.Nearness.FAR)
            .findFirst()
            .map(Text::quoted);
    return near.or(
        () ->
            ports.stream()
                .filter(port -> isMeant(port, name, ports.size()))
                .findFirst()
                .map(port -> String.valueOf(port.number())));
  }

  private static boolean isMeant(ContainerPort port, String name, int ports) {
    return String.valueOf(port.number()).equals(name) || (ports == 1 && port.name().isEmpty());
  }

  private static String described(ContainerPort port) {
    return port.name().isEmpty() ? port.number() + " without a name" : Text.quoted(port.name());
  }
}
