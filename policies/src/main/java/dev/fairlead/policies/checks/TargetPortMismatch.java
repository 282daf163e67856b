package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.resolve.Backend;
import dev.fairlead.policies.resolve.FindPort;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A target port given by number should be one that the selected workloads declare, where
/// everything speaks for a mistake: a number that nothing declares is legal and often works.
///
/// Fields: `spec.ports[*].targetPort`, or `port` where that is left out. Allowed: a declared number
/// of the same protocol; any number for workloads that declare no port of that protocol. Proven
/// only, when no port of the Service works, every container behind it declares other ports and
/// nobody uses these, none of them speaks of the number, no mounted configuration and no injected
/// container may listen on it, it is no well-known number of another kind of protocol, and nothing
/// is named for metrics, health or administration. Likely, when the number is declared under
/// another protocol, when some workloads declare it and others only others, or when some declared
/// port is used by no Service. An info only at a headless Service. Silent otherwise.
final class TargetPortMismatch implements EachTargetPort<TargetPort.ByNumber> {
  /// No line has room for so many ports.
  private static final int MORE_THAN_A_LINE = 50;

  @Override
  public String id() {
    return "target-port-mismatch";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.WIRING;
  }

  @Override
  public Class<TargetPort.ByNumber> targets() {
    return TargetPort.ByNumber.class;
  }

  @Override
  public Optional<Finding> finding(
      ServiceWiring service, ServicePort port, TargetPort.ByNumber target, PortsBehind behind) {
    var lacking =
        behind.isUndeclared(port) ? behind.lacking(port) : astrayBesideOthers(port, target, behind);
    return lacking.isEmpty() || !isSuspicious(port, behind)
        ? Optional.empty()
        : Optional.of(finding(service, port, target, lacking, behind));
  }

  /// What is wrong with a port that was declared until now, whatever else it may be.
  Optional<Finding> lost(ServiceWiring service, ServicePort port, PortsBehind behind) {
    if (!(port.target() instanceof TargetPort.ByNumber target) || !behind.isUndeclared(port)) {
      return Optional.empty();
    }
    var lacking = behind.lacking(port);
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(finding(service, port, target, lacking, behind));
  }

  private Finding finding(
      ServiceWiring service,
      ServicePort port,
      TargetPort.ByNumber target,
      List<Backend> lacking,
      PortsBehind behind) {
    var proof = behind.proof(port);
    var finding =
        new Finding(
                this,
                proof.isPresent() ? Certainty.PROVEN : Certainty.LIKELY,
                service.ref(),
                port.path().field("targetPort"),
                problem(target, port, lacking, behind))
            .relatedTo(lacking.stream().map(backend -> backend.workload().ref()).toList())
            .restingOn(proof, PortsBehind.evidence(port, lacking));
    return behind.weighed(finding, port);
  }

  /// The workloads that declare only other ports, where some declare this one: none where they say
  /// that they are another app, since `broad-selector` speaks of those.
  private static List<Backend> astrayBesideOthers(
      ServicePort port, TargetPort.ByNumber target, PortsBehind behind) {
    if (behind.backends().stream().noneMatch(backend -> backend.declares(port))
        || behind.areSeveralApps()) {
      return List.of();
    }
    return behind.lacking(port).stream()
        .filter(b -> b.evidence(target.number(), port.protocol()) == Backend.Evidence.ASTRAY)
        .toList();
  }

  private static boolean isSuspicious(ServicePort port, PortsBehind behind) {
    return !behind.isUndeclared(port)
        || behind.isUnderOtherProtocol(port)
        || behind.of(port.protocol()).hasIdlePort();
  }

  /// The number, and where it comes from when nobody wrote it.
  static String asWritten(TargetPort.ByNumber target) {
    return switch (target.origin()) {
      case WRITTEN -> String.valueOf(target.number());
      case DEFAULTED -> target.number() + " (defaulted from port)";
    };
  }

  private static Problem problem(
      TargetPort.ByNumber target, ServicePort port, List<Backend> lacking, PortsBehind behind) {
    var backend = lacking.getFirst();
    var workload = backend.workload();
    var rule =
        "must be a %s port that %s declares"
            .formatted(port.protocol(), Text.andMore(workload.ref(), lacking.size()));
    return new Problem.Invalid(
        asWritten(target), rule, seen(target.number(), port, backend, behind));
  }

  private static Problem.Seen seen(
      int number, ServicePort port, Backend backend, PortsBehind behind) {
    var workload = backend.workload();
    var otherProtocol = backend.ports().underAnyProtocol(port.target());
    if (otherProtocol.isPresent()) {
      var text = ", which has it under %s only".formatted(otherProtocol.get().port().protocol());
      return Problem.Seen.saying(text, Optional.empty());
    }
    var declared = backend.ports().of(port.protocol());
    if (workload.spokenNumbers().said().contains(number)) {
      var told = declared.stream().limit(MORE_THAN_A_LINE).map(TargetPortMismatch::described);
      return Problem.Seen.saying(
          ", which speaks of it, but declares only " + told.collect(Collectors.joining(", ")),
          ", which speaks of it, but does not declare it");
    }
    var candidates = behind.of(port.protocol()).traffic(backend);
    // A container that says nothing may be the one that listens.
    var meant = candidates.size() == 1 && backend.everyContainerDeclares(port.protocol());
    var nearest =
        meant && !behind.isOfAnotherKind(number, List.of(candidates.getFirst().number()))
            ? Optional.of(String.valueOf(candidates.getFirst().number()))
            : Optional.<String>empty();
    return Problem.Seen.list(declared, TargetPortMismatch::described, nearest);
  }

  private static String described(FindPort.Declared declared) {
    return "%d (container \"%s\")".formatted(declared.port().number(), declared.container().name());
  }
}
