package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import java.util.Optional;

/// A target port given by number is better declared, so that readers know what listens there: it is
/// legal without, and often fine.
///
/// Fields: `spec.ports[*].targetPort`, or `port` where that is left out. Allowed: a number that
/// some selected workload, or a live Pod, declares under that protocol. Silent where
/// `target-port-mismatch` speaks, and when nothing is selected.
final class TargetPortUndeclared implements EachTargetPort<TargetPort.ByNumber> {
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
  public Class<TargetPort.ByNumber> targets() {
    return TargetPort.ByNumber.class;
  }

  @Override
  public Optional<Finding> finding(
      ServiceWiring service, ServicePort port, TargetPort.ByNumber target, PortsBehind behind) {
    if (!behind.isUndeclared(port) || mismatch.finding(service, port, target, behind).isPresent()) {
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
