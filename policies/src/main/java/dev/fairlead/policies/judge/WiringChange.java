package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.Backend;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One Service that exists before and after a change.
final class WiringChange {
  private final KubernetesObject changed;
  private final ServiceWiring earlier;
  private final ServiceWiring now;
  private final ClusterView before;
  private final ClusterView after;
  private final Standing standing;
  private final ServicePorts earlierPorts;
  private final ServicePorts portsNow;

  /// Whether the changed workload brings another number of a protocol, once somebody has asked.
  private final Map<String, Boolean> brings = new HashMap<>();

  /// @param changed the object that changes: this Service, or a workload
  /// @param standing what was wrong before
  WiringChange(
      KubernetesObject changed,
      ServiceWiring earlier,
      ClusterView before,
      ServiceWiring now,
      ClusterView after,
      Standing standing) {
    this.changed = changed;
    this.earlier = earlier;
    this.now = now;
    this.before = before;
    this.after = after;
    this.standing = standing;
    this.earlierPorts = new ServicePorts(earlier);
    this.portsNow = new ServicePorts(now);
  }

  /// How a finding at this Service came about; `asArrival` where it neither was there nor cuts
  /// anything.
  Arrival arrival(Finding finding, Arrival asArrival) {
    var port = portOf(finding);
    if (port.isEmpty()) {
      return arrivalOfSelector(finding, asArrival);
    }
    if (cuts(port.get())) {
      return Arrival.CUT;
    }
    var earlierPort = earlierPort(port.get());
    var unchanged =
        earlier.selector().equals(now.selector())
            && earlierPort.filter(p -> sameWiring(p, port.get())).isPresent();
    return unchanged && lacked(finding, earlierPort.get()) ? Arrival.STANDING : asArrival;
  }

  private Arrival arrivalOfSelector(Finding finding, Arrival asArrival) {
    if (cutsSelector()) {
      return Arrival.CUT;
    }
    var wasThere = standing.hasOneOf(earlier, finding.check().id());
    return earlier.selector().equals(now.selector()) && wasThere ? Arrival.STANDING : asArrival;
  }

  /// True where the port was as dead before, whatever the finding was called then: for a workload,
  /// where it lacked the port already, or others do and not it.
  private boolean lacked(Finding finding, ServicePort port) {
    var lacking =
        before.backendsOrJobs(earlier).stream().filter(backend -> !backend.declares(port)).toList();
    if (changed instanceof ServiceWiring) {
      return !lacking.isEmpty();
    }
    return finding.related().stream().noneMatch(changed.ref()::sameObject)
        || lacking.stream().anyMatch(b -> b.workload().ref().sameObject(changed.ref()));
  }

  /// True where the change takes the port away from clients that it served: a name resolved or a
  /// number was declared, in a workload that wants Pods, and no longer is.
  boolean cuts(ServicePort port) {
    return mayCut()
        && earlierPort(port).filter(this::worked).isPresent()
        && switch (changed) {
          case ServiceWiring _ -> !isOffered(port);
          case Workload workload -> isTakenAway(port, workload);
          default -> false;
        };
  }

  /// Nothing is cut at a headless Service, whose names lead to the Pods whatever its ports are, nor
  /// by a workload whose Pods stay as they are.
  private boolean mayCut() {
    return !now.isHeadless()
        && !earlier.isHeadless()
        && (!(changed instanceof Workload workload) || reachesItsPods(workload));
  }

  private static boolean reachesItsPods(Workload workload) {
    return !workload.isScaledToZero() && workload.rollout() == Workload.Rollout.REPLACES_PODS;
  }

  private boolean worked(ServicePort port) {
    return Stream.concat(
            before.backends(earlier).stream()
                .filter(backend -> !backend.workload().isScaledToZero())
                .filter(backend -> backend.declares(port)),
            copies(earlier, before).filter(copy -> declares(copy, port, before)))
        .findAny()
        .isPresent();
  }

  /// Live Pods, and templates of makers that are not in view.
  private static Stream<Workload> copies(ServiceWiring service, ClusterView view) {
    return view.namespace(service.ref().namespace()).copiesSelectedBy(service).stream();
  }

  private static boolean declares(Workload copy, ServicePort port, ClusterView view) {
    return view.portsOf(copy).declaration(port).isPresent();
  }

  /// True where something behind the Service declares the port, or speaks of its number.
  private boolean isOffered(ServicePort port) {
    return isDeclared(port)
        || (port.target() instanceof TargetPort.ByNumber(var number, _)
            && after.backends(now).stream().anyMatch(backend -> speaks(backend, number)));
  }

  private boolean isDeclared(ServicePort port) {
    return after.backends(now).stream().anyMatch(backend -> backend.declares(port))
        || copies(now, after).anyMatch(copy -> declares(copy, port, after));
  }

  private static boolean speaks(Backend backend, int number) {
    return backend.workload().spokenNumbers().mayInclude(number);
  }

  /// True where no container declares the name any more; of a number only if another one has come
  /// in its place, since leaving out a declaration closes nothing.
  private boolean isTakenAway(ServicePort port, Workload workload) {
    if (isDeclared(port)) {
      return false;
    }
    return switch (port.target()) {
      case TargetPort.ByName _ -> true;
      case TargetPort.ByNumber(var number, _) ->
          !workload.spokenNumbers().mayInclude(number) && bringsAnother(port.protocol(), workload);
    };
  }

  private boolean bringsAnother(String protocol, Workload workload) {
    return brings.computeIfAbsent(protocol, _ -> bringsNumber(protocol, workload));
  }

  private boolean bringsNumber(String protocol, Workload workload) {
    var declaredBefore =
        before.backends(earlier).stream()
            .map(Backend::workload)
            .filter(old -> old.ref().sameObject(workload.ref()))
            .flatMap(old -> numbers(protocol, old))
            .collect(Collectors.toSet());
    return numbers(protocol, workload).anyMatch(number -> !declaredBefore.contains(number));
  }

  private static Stream<Integer> numbers(String protocol, Workload workload) {
    return FindPort.declared(workload, port -> port.protocol().equals(protocol))
        .map(FindPort.Declared::port)
        .map(ContainerPort::number);
  }

  /// True where the Service selects nothing any more and clients got an answer before.
  private boolean cutsSelector() {
    return mayCut()
        && before.backends(earlier).stream()
            .filter(backend -> !backend.workload().isScaledToZero())
            .anyMatch(backend -> earlier.ports().stream().anyMatch(p -> answered(p, backend)));
  }

  /// A number that nobody declares may be listened to all the same.
  private static boolean answered(ServicePort port, Backend backend) {
    return switch (port.target()) {
      case TargetPort.ByName _ -> backend.declares(port);
      case TargetPort.ByNumber(var number, _) ->
          backend.evidence(number, port.protocol()) != Backend.Evidence.ASTRAY;
    };
  }

  private Optional<ServicePort> portOf(Finding finding) {
    return now.portAt(finding.field());
  }

  /// The port that clients knew by the same number before; where that had another protocol, only if
  /// nothing serves that protocol any more.
  private Optional<ServicePort> earlierPort(ServicePort port) {
    return earlierPorts
        .at(port.port(), port.protocol())
        .or(
            () ->
                earlierPorts.at(port.port()).stream()
                    .filter(p -> portsNow.at(p.port(), p.protocol()).isEmpty())
                    .findFirst());
  }

  static boolean sameWiring(ServicePort one, ServicePort other) {
    return one.target().equals(other.target()) && one.protocol().equals(other.protocol());
  }
}
