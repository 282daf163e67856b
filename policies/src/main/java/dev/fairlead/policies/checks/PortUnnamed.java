package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort.Declared;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Optional;

/// A target port is better given by name: then the number can change in one place.
///
/// Fields: `spec.ports[*].targetPort`, or `port` where that is left out. Allowed: any name. Silent
/// for numbers that no selected container declares: `target-port-mismatch` and
/// `target-port-undeclared` speak of those.
final class PortUnnamed implements EachPort {
  @Override
  public String id() {
    return "port-unnamed";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Optional<Finding> finding(
      ServiceWiring service, ServicePort port, List<Workload> selected, ClusterView view) {
    if (!(port.target() instanceof TargetPort.ByNumber(var number, var origin))
        || !view.patience().allows(selected.size())) {
      return Optional.empty();
    }
    var declaring =
        selected.stream().filter(w -> view.portsOf(w).declaration(port).isPresent()).toList();
    if (declaring.isEmpty()) {
      return Optional.empty();
    }
    var value = number + (origin == TargetPort.Origin.WRITTEN ? "" : " (defaulted from port)");
    var workload = declaring.getFirst();
    var problem =
        new Problem.Invalid(
            value,
            "must be the name of a container's port for the number to change in one place",
            seen(workload, view.portsOf(workload).declaration(port).orElseThrow()));
    return Optional.of(
        new Finding(this, Certainty.LIKELY, service.ref(), port.path().field("targetPort"), problem)
            .relatedTo(declaring.stream().map(Workload::ref).toList())
            .asInfo());
  }

  private static Problem.Seen seen(Workload workload, Declared declared) {
    var name = declared.port().name();
    var where = "container \"%s\" of %s".formatted(declared.container().name(), workload.ref());
    return name.isEmpty()
        ? Problem.Seen.saying(", but %s gives it none".formatted(where), Optional.empty())
        : Problem.Seen.saying(", which %s calls \"%s\"".formatted(where, name), Optional.empty());
  }
}
