package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.Probe;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.ServiceWiring.Readiness;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The container that a Service sends traffic to must have a readiness probe, or traffic comes
/// before it listens.
///
/// Fields: `spec.template.spec.containers[*].readinessProbe`. Allowed: Jobs and CronJobs, Pods with
/// readiness gates, Services with `publishNotReadyAddresses`. Silent when no container owns the
/// port: none declares it, and there are several or they declare others.
final class ReadinessProbeMissing implements Check.OfWorkload {
  @Override
  public String id() {
    return "readiness-probe-missing";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(Workload workload, ClusterView view) {
    if (workload.runsToCompletion() || workload.readinessGates() == Workload.ReadinessGates.SOME) {
      return Stream.empty();
    }
    var services =
        view.selecting(workload).stream()
            .filter(service -> service.readiness() == Readiness.READY_ONLY)
            .toList();
    return workload.serving().stream()
        .filter(container -> !container.has(Probe.Kind.READINESS))
        .flatMap(container -> finding(workload, container, services).stream());
  }

  private Optional<Finding> finding(
      Workload workload, Container container, List<ServiceWiring> services) {
    var sending =
        services.stream()
            .filter(service -> service.ports().stream().anyMatch(p -> owns(container, p, workload)))
            .map(ServiceWiring::ref)
            .toList();
    return sending.isEmpty()
        ? Optional.empty()
        : Optional.of(missing(workload, container, sending));
  }

  private static boolean owns(Container container, ServicePort port, Workload workload) {
    return owner(workload, port).filter(container::equals).isPresent();
  }

  /// The container behind a Service port: the one that declares it, or the only one of a pod that
  /// declares no port of that protocol.
  private static Optional<Container> owner(Workload workload, ServicePort port) {
    var declared = FindPort.declaration(workload, port).map(FindPort.Declared::container);
    if (declared.isPresent() || FindPort.in(workload, port).isEmpty()) {
      return declared;
    }
    var declaresSome =
        FindPort.declared(workload, p -> p.protocol().equals(port.protocol()))
            .findAny()
            .isPresent();
    var serving = workload.serving();
    return declaresSome || serving.size() != 1 ? Optional.empty() : Optional.of(serving.getFirst());
  }

  private Finding missing(Workload workload, Container container, List<ObjectRef> services) {
    var rule = "must be set for container \"%s\"".formatted(container.name());
    var seen =
        Problem.Seen.saying(
            ", which gets traffic from " + Text.andMore(services.getFirst(), services.size()),
            Optional.empty());
    return new Finding(
            this,
            Certainty.LIKELY,
            workload.ref(),
            container.path().field(Probe.Kind.READINESS.field()),
            new Problem.Required(rule, seen))
        .of(container.name())
        .relatedTo(services);
  }
}
