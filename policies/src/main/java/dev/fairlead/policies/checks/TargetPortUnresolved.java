package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.resolve.Backend;
import dev.fairlead.policies.resolve.DeclaredPorts;
import dev.fairlead.policies.resolve.FindPort;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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
final class TargetPortUnresolved implements EachTargetPort<TargetPort.ByName> {
  /// A port number as it is printed.
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");

  @Override
  public String id() {
    return "target-port-unresolved";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.WIRING;
  }

  @Override
  public Class<TargetPort.ByName> targets() {
    return TargetPort.ByName.class;
  }

  @Override
  public Optional<Finding> finding(
      ServiceWiring service, ServicePort port, TargetPort.ByName target, PortsBehind behind) {
    var name = target.name();
    var lacking = behind.lacking(port);
    if (lacking.isEmpty()) {
      return Optional.empty();
    }
    var proof = behind.proof(port);
    var backend = lacking.getFirst();
    var workload = backend.workload();
    var rule =
        "must be the name of a %s port of %s"
            .formatted(port.protocol(), Text.andMore(workload.ref(), lacking.size()));
    var problem = new Problem.NotFound(name, rule, seen(name, port, backend, behind));
    var finding =
        new Finding(
                this,
                proof.isPresent() ? Certainty.PROVEN : Certainty.LIKELY,
                service.ref(),
                port.path().field("targetPort"),
                problem)
            .relatedTo(lacking.stream().map(other -> other.workload().ref()).toList())
            .restingOn(proof, PortsBehind.evidence(port, lacking));
    return Optional.of(behind.weighed(finding, port));
  }

  private static Problem.Seen seen(
      String name, ServicePort port, Backend backend, PortsBehind behind) {
    var otherProtocol = backend.ports().underAnyProtocol(port.target());
    if (otherProtocol.isPresent()) {
      var text = ", which has it under %s only".formatted(otherProtocol.get().port().protocol());
      return Problem.Seen.saying(text, Optional.empty());
    }
    var gone =
        backend.workload().containers().stream()
            .filter(container -> container.role() == Container.Role.INIT)
            .filter(c -> c.ports().stream().anyMatch(declared -> declared.name().equals(name)))
            .findFirst();
    if (gone.isPresent()) {
      var text =
          ", which has it only in init container \"%s\", gone before traffic comes"
              .formatted(gone.get().name());
      return Problem.Seen.saying(text, Optional.empty());
    }
    var ports = backend.ports().of(port.protocol());
    return Problem.Seen.list(
        ports,
        declared -> described(declared.port()),
        nearest(name, port.protocol(), backend, behind));
  }

  /// A name that is near, or the number where the name is that number or the only port has no name.
  private static Optional<String> nearest(
      String name, String protocol, Backend backend, PortsBehind behind) {
    return behind
        .of(protocol)
        .firstNamedNear(name, backend)
        .map(Text::quoted)
        .or(() -> numberMeantBy(name, protocol, backend.ports()));
  }

  private static Optional<String> numberMeantBy(String name, String protocol, DeclaredPorts ports) {
    var only = ports.of(protocol).size() == 1 ? ports.of(protocol) : List.<FindPort.Declared>of();
    return Stream.concat(
            numbered(name, protocol, ports).stream(),
            only.stream().filter(declared -> declared.port().name().isEmpty()))
        .findFirst()
        .map(declared -> String.valueOf(declared.port().number()));
  }

  private static Optional<FindPort.Declared> numbered(
      String name, String protocol, DeclaredPorts ports) {
    return NUMBER.matcher(name).matches()
        ? ports.numbered(Integer.parseInt(name), protocol)
        : Optional.empty();
  }

  private static String described(ContainerPort port) {
    return port.name().isEmpty() ? port.number() + " without a name" : Text.quoted(port.name());
  }
}
