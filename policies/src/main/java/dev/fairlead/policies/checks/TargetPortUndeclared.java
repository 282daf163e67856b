package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.Optional;
import java.util.stream.Stream;

/// A target port given by number is better declared, so that readers know what listens there: it is
/// legal without, and often fine.
///
/// Fields: `spec.ports[*].targetPort`, or `port` where that is left out. Allowed: a number that
/// some selected workload, or a live Pod, declares under that protocol. Silent where
/// `target-port-mismatch` speaks, and when nothing is selected.
final class TargetPortUndeclared implements Check.OfService {
  private final TargetPortMismatch mismatch = new TargetPortMismatch();

  @Override
  public String id() {
    return "target-port-undeclared";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(ServiceWiring service, ClusterView view) {
    if (service.ports().stream().noneMatch(port -> port.target() instanceof TargetPort.ByNumber)) {
      return Stream.empty();
    }
    var behind = new PortsBehind(service, view);
    return service.ports().stream().flatMap(port -> finding(service, port, behind).stream());
  }

  private Optional<Finding> finding(ServiceWiring service, ServicePort port, PortsBehind behind) {
    if (!(port.target() instanceof TargetPort.ByNumber target)
        || !behind.isUndeclared(port)
        || mismatch.finding(service, port, behind).isPresent()) {
      return Optional.empty();
    }
    var backends = behind.backends();
    var workload = backends.getFirst().workload();
    var rule =
        "must be a %s port that %s declares for readers to know what listens"
            .formatted(port.protocol(), Text.andMore(workload.ref(), backends.size()));
    var declared = backends.getFirst().ports().of(port.protocol());
    return Optional.of(
        new Finding(
                this,
                Certainty.LIKELY,
                service.ref(),
                port.path().field("targetPort"),
                new Problem.Invalid(
                    TargetPortMismatch.asWritten(target),
                    rule,
                    Problem.Seen.list(
                        declared, d -> String.valueOf(d.port().number()), Optional.empty())))
            .relatedTo(backends.stream().map(backend -> backend.workload().ref()).toList())
            .restingOn(Optional.empty(), PortsBehind.evidence(port, backends))
            .asInfo());
  }
}
