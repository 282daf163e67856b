package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Optional;

/// A target port given by name must be the name of a port of one container: of several the first
/// gets all the traffic, silently.
///
/// Fields: `spec.ports[*].targetPort`. Allowed: the same name under another protocol, in an
/// ordinary init container, or in other workloads. Silent for numbers.
final class AmbiguousPortName implements EachPort {
  @Override
  public String id() {
    return "ambiguous-port-name";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Optional<Finding> finding(
      ServiceWiring service, ServicePort port, List<Workload> selected, ClusterView view) {
    if (!(port.target() instanceof TargetPort.ByName(var name))
        || !view.patience().allows(selected.size())) {
      return Optional.empty();
    }
    var ambiguous =
        selected.stream().filter(w -> containers(w, port, name, view).size() > 1).toList();
    return ambiguous.isEmpty()
        ? Optional.empty()
        : Optional.of(finding(service, port, name, ambiguous, view));
  }

  /// The names of the containers that declare it, in the order of look-up.
  private static List<String> containers(
      Workload workload, ServicePort port, String name, ClusterView view) {
    return view.portsOf(workload).named(name, port.protocol()).stream()
        .map(declared -> declared.container().name())
        .distinct()
        .toList();
  }

  private Finding finding(
      ServiceWiring service,
      ServicePort port,
      String name,
      List<Workload> ambiguous,
      ClusterView view) {
    var workload = ambiguous.getFirst();
    var containers = containers(workload, port, name, view);
    var rule =
        "must be the name of one %s port of %s"
            .formatted(port.protocol(), Text.andMore(workload.ref(), ambiguous.size()));
    var text =
        ", but containers %s declare it and the first gets all traffic"
            .formatted(String.join(", ", containers.stream().map(Text::quoted).toList()));
    return new Finding(
            this,
            Certainty.LIKELY,
            service.ref(),
            port.path().field("targetPort"),
            new Problem.Invalid(
                Text.quoted(name), rule, Problem.Seen.saying(text, Optional.empty())))
        .relatedTo(ambiguous.stream().map(Workload::ref).toList());
  }
}
