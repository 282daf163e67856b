package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Finding.Mistake;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.Backend;
import dev.fairlead.policies.view.ClusterView;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Two states of the same objects, such as manifests before and after a commit, with any number of
/// changes in between. It asks of each finding of the later state how it came about.
public final class Comparison {
  /// A finding of the later state.
  ///
  /// @param isProven where the finding is, or the changes prove it: what worked before and does not
  ///   now
  public record Compared(Finding finding, Arrival arrival, boolean isProven) {}

  private final ClusterView before;
  private final ClusterView after;
  private final Standing standing;
  private final Set<Mistake> mistakesBefore;
  private final Map<ObjectRef, Workload> workloadsBefore = new HashMap<>();
  private final Map<ObjectRef, Workload> workloadsAfter = new HashMap<>();
  private final IdentityHashMap<ServiceWiring, List<WiringChange>> byWorkloads =
      new IdentityHashMap<>();

  public Comparison(ClusterView before, ClusterView after) {
    this.before = before;
    this.after = after;
    this.standing = new Standing(before);
    this.mistakesBefore =
        Checks.findings(before).stream()
            .map(Finding::mistake)
            .collect(Collectors.toUnmodifiableSet());
    workloads(before).forEach(workload -> workloadsBefore.put(key(workload), workload));
    workloads(after).forEach(workload -> workloadsAfter.put(key(workload), workload));
  }

  private static Stream<Workload> workloads(ClusterView view) {
    return view.namespaces().stream().flatMap(namespace -> namespace.workloads().stream());
  }

  /// The object, whatever the version of its API.
  private static ObjectRef key(Workload workload) {
    var ref = workload.ref();
    return new ObjectRef(ref.group(), ref.kind(), ref.namespace(), ref.name());
  }

  /// What is found at an object of the later state, infos included, and what only the changes show:
  /// a port that was cut, a selector that catches more, a probe that leads nowhere.
  public Stream<Compared> findings(KubernetesObject object) {
    return switch (object) {
      case ServiceWiring service -> atService(service);
      case Workload workload -> atWorkload(workload);
      case NamespaceSwitches _, OtherObject _ -> Stream.empty();
    };
  }

  private Stream<Compared> atService(ServiceWiring service) {
    var found = Checks.of(service, after).toList();
    return before
        .namespace(service.ref().namespace())
        .service(service.ref().name())
        .map(was -> atService(was, service, found))
        .orElseGet(
            () ->
                found.stream()
                    .map(finding -> compared(finding, arrival(finding, Arrival.SERVICE_ARRIVES))));
  }

  private Stream<Compared> atService(ServiceWiring was, ServiceWiring now, List<Finding> found) {
    var told = CutNumbers.beside(found, now, port -> cuts(was, now, port), after);
    return Stream.of(told, deserted(was, now, found).stream(), widened(was, now))
        .flatMap(findings -> findings)
        .map(finding -> compared(finding, arrival(finding, was, now)));
  }

  private Optional<Finding> deserted(ServiceWiring was, ServiceWiring now, List<Finding> found) {
    var isLeft =
        found.stream().noneMatch(finding -> finding.severity() != Severity.INFO)
            && before.backends(was).stream().anyMatch(b -> !b.workload().isScaledToZero())
            && after.namespace(now.ref().namespace()).workloads().isEmpty()
            && after.selectedBy(now).isEmpty()
            && after.knowledgeOf(now.ref().namespace()).isComplete();
    return isLeft ? Optional.of(Checks.deserted(now, after)) : Optional.empty();
  }

  private Stream<Finding> widened(ServiceWiring was, ServiceWiring now) {
    if (was.selector().equals(now.selector())) {
      return Stream.empty();
    }
    var selected = before.selectedBy(was);
    return Checks.widened(was, before, now, after).stream()
        .filter(
            finding ->
                selected.stream()
                    .noneMatch(old -> old.ref().sameObject(finding.related().getLast())));
  }

  private Stream<Compared> atWorkload(Workload workload) {
    var was = workloadsBefore.get(key(workload));
    var brought = was == null ? Stream.<Finding>empty() : Checks.brought(was, workload, after);
    return Stream.concat(Checks.of(workload, after), brought)
        .map(finding -> compared(finding, arrival(finding, Arrival.WORKLOAD_ARRIVES)));
  }

  private Compared compared(Finding finding, Arrival arrival) {
    return new Compared(finding, arrival, arrival.proves(finding, after));
  }

  private Arrival arrival(Finding finding, Arrival asNew) {
    if (mistakesBefore.contains(finding.mistake())) {
      return Arrival.STANDING;
    }
    return finding.check().kind() == CheckKind.FACT ? Arrival.FACT : asNew;
  }

  private Arrival arrival(Finding finding, ServiceWiring was, ServiceWiring now) {
    var isRewired = !was.selector().equals(now.selector()) || !was.ports().equals(now.ports());
    var asNew = isRewired ? Arrival.SERVICE_ARRIVES : Arrival.WORKLOAD_ARRIVES;
    var otherwise = arrival(finding, asNew);
    if (finding.check().kind() != CheckKind.WIRING) {
      return otherwise;
    }
    var own = own(was, now);
    var arrival = own.arrival(finding, otherwise);
    var port = now.portAt(finding.field());
    if (port.map(p -> cuts(was, now, p)).orElse(arrival == Arrival.CUT)) {
      return Arrival.CUT;
    }
    var stood =
        Stream.concat(Stream.of(own), byWorkloads(was, now).stream())
            .anyMatch(change -> change.arrival(finding, otherwise) == Arrival.STANDING);
    return stood ? Arrival.STANDING : otherwise;
  }

  /// True where a port worked and does no longer. A number that a Service sends to as before is cut
  /// by the workloads alone: to leave out its declaration closes nothing.
  private boolean cuts(ServiceWiring was, ServiceWiring now, ServicePort port) {
    var left =
        port.target() instanceof TargetPort.ByNumber
            && was.selector().equals(now.selector())
            && was.ports().stream()
                .anyMatch(old -> old.port() == port.port() && WiringChange.sameWiring(old, port));
    return (!left && own(was, now).cuts(port))
        || byWorkloads(was, now).stream().anyMatch(change -> change.cuts(port));
  }

  private WiringChange own(ServiceWiring was, ServiceWiring now) {
    return new WiringChange(now, was, before, now, after, standing);
  }

  /// The changes of the workloads that a Service selected.
  private List<WiringChange> byWorkloads(ServiceWiring was, ServiceWiring now) {
    return byWorkloads.computeIfAbsent(now, _ -> findByWorkloads(was, now));
  }

  private List<WiringChange> findByWorkloads(ServiceWiring was, ServiceWiring now) {
    return before.backends(was).stream()
        .map(Backend::workload)
        .flatMap(
            earlier ->
                Stream.ofNullable(workloadsAfter.get(key(earlier)))
                    .filter(workload -> !workload.equals(earlier)))
        .map(workload -> new WiringChange(workload, was, before, now, after, standing))
        .toList();
  }
}
