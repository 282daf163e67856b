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
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    var unprobed =
        workload.serving().stream()
            .filter(container -> !container.has(Probe.Kind.READINESS))
            .toList();
    if (unprobed.isEmpty()) {
      return Stream.empty();
    }
    var services =
        view.selecting(workload).stream()
            .filter(service -> service.readiness() == Readiness.READY_ONLY)
            .toList();
    var sending = sending(services, workload, view);
    return unprobed.stream()
        .flatMap(
            container ->
                Optional.ofNullable(sending.get(container)).stream()
                    .map(from -> missing(workload, container, List.copyOf(from))));
  }

  /// The Services that send traffic to each container.
  private static IdentityHashMap<Container, Set<ObjectRef>> sending(
      List<ServiceWiring> services, Workload workload, ClusterView view) {
    var sending = new IdentityHashMap<Container, Set<ObjectRef>>();
    for (var service : services) {
      if (!view.patience().allows(service.ports().size())) {
        return sending;
      }
      for (var port : service.ports()) {
        owner(workload, port, view)
            .ifPresent(
                container ->
                    sending
                        .computeIfAbsent(container, _ -> new LinkedHashSet<>())
                        .add(service.ref()));
      }
    }
    return sending;
  }

  /// The container behind a Service port: the one that declares it, or the only one of a pod that
  /// declares no port of that protocol.
  private static Optional<Container> owner(Workload workload, ServicePort port, ClusterView view) {
    var ports = view.portsOf(workload);
    var declared = ports.declaration(port).map(FindPort.Declared::container);
    if (declared.isPresent() || ports.in(port).isEmpty()) {
      return declared;
    }
    var declaresSome = !ports.of(port.protocol()).isEmpty();
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
