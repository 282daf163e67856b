package dev.fairlead.policies.checks;

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

/// A target port given by number should be one that the selected workloads declare, where
/// everything speaks for a mistake: a number that nothing declares is legal and often works.
///
/// Fields: `spec.ports[*].targetPort`, or `port` where that is left out. Allowed: a declared number
/// of the same protocol; any number for workloads that declare no port of that protocol. Proven
/// only, when every selected workload declares such ports and no Service uses them, nothing is
/// named for metrics, monitoring, health or probes, and neither command, argument, environment nor
/// probe speaks of the number. Likely, when the number is declared under another protocol, or some
/// declared port is used by no Service. Silent otherwise.
final class TargetPortMismatch implements Check.OfService {
  @Override
  public String id() {
    return "target-port-mismatch";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.WIRING;
  }

  @Override
  public Stream<Finding> findings(ServiceWiring service, ClusterView view) {
    var selected = view.selectedBy(service);
    return service.ports().stream()
        .flatMap(port -> finding(service, port, selected, view).stream());
  }

  /// What is wrong with one port of a Service that selects these workloads.
  Optional<Finding> finding(
      ServiceWiring service, ServicePort port, List<Workload> selected, ClusterView view) {
    if (!(port.target() instanceof TargetPort.ByNumber target)
        || !isUndeclared(service, port, selected, view)) {
      return Optional.empty();
    }
    return certainty(service, port, target.number(), selected, view)
        .map(
            certainty ->
                new Finding(
                        this,
                        certainty,
                        service.ref(),
                        port.path().field("targetPort"),
                        problem(asWritten(target), target.number(), port.protocol(), selected))
                    .relatedTo(selected.stream().map(Workload::ref).toList()));
  }

  /// The number, and where it comes from when nobody wrote it.
  static String asWritten(TargetPort.ByNumber target) {
    return switch (target.origin()) {
      case WRITTEN -> String.valueOf(target.number());
      case DEFAULTED -> target.number() + " (defaulted from port)";
    };
  }

  /// True when something is selected and nothing of it declares the port.
  static boolean isUndeclared(
      ServiceWiring service, ServicePort port, List<Workload> selected, ClusterView view) {
    return !selected.isEmpty()
        && selected.stream().noneMatch(w -> FindPort.declaration(w, port).isPresent())
        && !declaredByCopy(service, port, view);
  }

  private static boolean declaredByCopy(ServiceWiring service, ServicePort port, ClusterView view) {
    return view.namespace(service.ref().namespace()).copiesSelectedBy(service).stream()
        .anyMatch(copy -> FindPort.declaration(copy, port).isPresent());
  }

  private static Optional<Certainty> certainty(
      ServiceWiring service,
      ServicePort port,
      int number,
      List<Workload> selected,
      ClusterView view) {
    var otherProtocol =
        selected.stream()
            .anyMatch(w -> FindPort.declared(w, p -> p.number() == number).findAny().isPresent());
    if (otherProtocol) {
      return Optional.of(Certainty.LIKELY);
    }
    var proven =
        view.knowledgeOf(service.ref().namespace()).isComplete()
            && !SideNames.include(service.ref().name())
            && !SideNames.include(port.name())
            && selected.stream().noneMatch(w -> w.spokenNumbers().mayInclude(number))
            && selected.stream().allMatch(w -> onlyIdlePorts(w, port.protocol(), view));
    if (proven) {
      return Optional.of(Certainty.PROVEN);
    }
    var idle =
        selected.stream()
            .anyMatch(w -> declared(w, port.protocol()).stream().anyMatch(p -> isIdle(p, w, view)));
    return idle ? Optional.of(Certainty.LIKELY) : Optional.empty();
  }

  /// True when the workload declares ports meant for traffic and no Service uses any of them.
  private static boolean onlyIdlePorts(Workload workload, String protocol, ClusterView view) {
    var ports =
        declared(workload, protocol).stream().filter(p -> !SideNames.include(p.name())).toList();
    return !ports.isEmpty() && ports.stream().allMatch(port -> isIdle(port, workload, view));
  }

  private static List<ContainerPort> declared(Workload workload, String protocol) {
    return FindPort.declared(workload, p -> p.protocol().equals(protocol))
        .map(FindPort.Declared::port)
        .toList();
  }

  private static boolean isIdle(ContainerPort declared, Workload workload, ClusterView view) {
    return view.selecting(workload).stream()
        .flatMap(service -> service.ports().stream())
        .filter(port -> port.protocol().equals(declared.protocol()))
        .map(port -> FindPort.in(workload, port))
        .noneMatch(number -> number.isPresent() && number.getAsInt() == declared.number());
  }

  private static Problem problem(
      String value, int number, String protocol, List<Workload> selected) {
    var workload = selected.getFirst();
    var rule =
        "must be a %s port that %s declares"
            .formatted(protocol, Text.andMore(workload.ref(), selected.size()));
    return new Problem.Invalid(value, rule, seen(number, protocol, workload));
  }

  private static Problem.Seen seen(int number, String protocol, Workload workload) {
    var otherProtocol = FindPort.declared(workload, p -> p.number() == number).findFirst();
    if (otherProtocol.isPresent()) {
      var text = ", which has it under %s only".formatted(otherProtocol.get().port().protocol());
      return Problem.Seen.saying(text, Optional.empty());
    }
    var declared = FindPort.declared(workload, p -> p.protocol().equals(protocol)).toList();
    var candidates = declared.stream().filter(d -> !SideNames.include(d.port().name())).toList();
    var nearest =
        candidates.size() == 1
            ? Optional.of(String.valueOf(candidates.getFirst().port().number()))
            : Optional.<String>empty();
    return Problem.Seen.list(
        declared.stream()
            .map(d -> "%d (container \"%s\")".formatted(d.port().number(), d.container().name()))
            .toList(),
        nearest);
  }
}
