package dev.fairlead.policies.remedies;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Near;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.checks.SideNames;
import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.TargetPort.Origin;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Mends a target port that nothing declares, where every selected workload declares one port that
/// can be meant. That is the only port with a name that is near; else the only port of the
/// protocol, unless it is for metrics or health, or a Service sends to it already.
final class MistypedTargetPort {
  private MistypedTargetPort() {}

  static Optional<Remedy> remedy(Finding finding, ClusterView view) {
    var service = view.namespace(finding.object().namespace()).service(finding.object().name());
    if (finding.severity() != Severity.ERROR || service.isEmpty()) {
      return Optional.empty();
    }
    var selected = view.selectedBy(service.get());
    return service.get().ports().stream()
        .filter(port -> port.path().field("targetPort").equals(finding.field()))
        .findFirst()
        .flatMap(
            port ->
                switch (port.target()) {
                  case TargetPort.ByName(var name) ->
                      near(name, port, selected)
                          .or(() -> only(service.get(), port, selected, view))
                          .map(candidate -> replaced(finding, name, candidate));
                  case TargetPort.ByNumber(var number, var origin) ->
                      only(service.get(), port, selected, view)
                          .map(candidate -> renumbered(finding, number, origin, candidate));
                });
  }

  private static Remedy replaced(Finding finding, String from, ContainerPort to) {
    Object value = to.name().isEmpty() ? to.number() : to.name();
    return new Remedy(
        finding, new PatchOperation.Replace(finding.field(), value), from, String.valueOf(value));
  }

  private static Remedy renumbered(Finding finding, int from, Origin origin, ContainerPort to) {
    return new Remedy(
        finding,
        switch (origin) {
          case WRITTEN -> new PatchOperation.Replace(finding.field(), to.number());
          case DEFAULTED -> new PatchOperation.Add(finding.field(), to.number());
        },
        String.valueOf(from),
        String.valueOf(to.number()));
  }

  /// The one port whose name is near, if all have it.
  private static Optional<ContainerPort> near(
      String name, ServicePort port, List<Workload> selected) {
    return one(
        selected.stream()
            .map(
                workload ->
                    declared(workload, port)
                        .filter(p -> Near.between(name, p.name()) != Near.Nearness.FAR)
                        .toList()));
  }

  /// The one port of the protocol, if all have it and it waits for somebody to send to it.
  private static Optional<ContainerPort> only(
      ServiceWiring service, ServicePort port, List<Workload> selected, ClusterView view) {
    var lost =
        service.ports().stream()
            .filter(other -> other.protocol().equals(port.protocol()))
            .filter(
                other -> selected.stream().anyMatch(w -> FindPort.declaration(w, other).isEmpty()))
            .count();
    var isForTheSide =
        SideNames.include(port.name())
            || SideNames.include(service.ref().name())
            || (port.target() instanceof TargetPort.ByName(var name) && SideNames.include(name));
    if (lost > 1 || isForTheSide) {
      return Optional.empty();
    }
    return one(
        selected.stream()
            .map(
                workload ->
                    declared(workload, port).filter(p -> isIdle(p, workload, view)).toList()));
  }

  /// Of each workload the same number under the same name, and nothing besides.
  private static Optional<ContainerPort> one(Stream<List<ContainerPort>> ofEach) {
    var distinct = ofEach.distinct().toList();
    return distinct.size() == 1 && distinct.getFirst().size() == 1
        ? Optional.of(distinct.getFirst().getFirst())
        : Optional.empty();
  }

  private static Stream<ContainerPort> declared(Workload workload, ServicePort port) {
    return FindPort.declared(workload, p -> p.protocol().equals(port.protocol()))
        .map(FindPort.Declared::port)
        .filter(p -> !SideNames.include(p.name()));
  }

  private static boolean isIdle(ContainerPort declared, Workload workload, ClusterView view) {
    return view.selecting(workload).stream()
        .flatMap(service -> service.ports().stream())
        .map(port -> FindPort.declaration(workload, port))
        .noneMatch(found -> found.isPresent() && found.get().port().equals(declared));
  }
}
