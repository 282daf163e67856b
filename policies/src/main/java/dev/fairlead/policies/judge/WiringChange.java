package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.Certainty;
import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.Optional;
import java.util.stream.Stream;

/// One Service that was there before a change, and is there after it.
record WiringChange(
    ServiceWiring earlier, ClusterView before, ServiceWiring now, ClusterView after) {
  /// How a finding at this Service came about; `asArrival` where it neither was there nor cuts
  /// anything.
  Arrival arrival(Finding finding, Arrival asArrival) {
    var port = portOf(finding);
    if (port.isEmpty()) {
      return arrivalOfSelector(finding, asArrival);
    }
    var earlierPort = port.flatMap(this::earlierPort);
    if (earlierPort.filter(this::reached).isPresent() && !reaches(now, port.get(), after)) {
      return Arrival.CUT;
    }
    var unchanged =
        earlier.selector().equals(now.selector())
            && earlierPort.filter(p -> sameWiring(p, port.get())).isPresent();
    var wasThere =
        earlierPort
            .map(p -> findingsBefore(finding).anyMatch(f -> f.field().startsWith(p.path())))
            .orElse(false);
    return unchanged && wasThere ? Arrival.STANDING : asArrival;
  }

  private Arrival arrivalOfSelector(Finding finding, Arrival asArrival) {
    var reached =
        earlier.ports().isEmpty()
            ? !before.selectedBy(earlier).isEmpty()
            : earlier.ports().stream().anyMatch(this::reached);
    if (reached) {
      return Arrival.CUT;
    }
    var wasThere = findingsBefore(finding).findAny().isPresent();
    return earlier.selector().equals(now.selector()) && wasThere ? Arrival.STANDING : asArrival;
  }

  private Stream<Finding> findingsBefore(Finding finding) {
    return Checks.of(earlier, before).filter(f -> f.check().id().equals(finding.check().id()));
  }

  private Optional<ServicePort> portOf(Finding finding) {
    return now.ports().stream().filter(port -> finding.field().startsWith(port.path())).findFirst();
  }

  /// The port that clients knew by the same number before; where that had another protocol, only if
  /// nothing serves that protocol any more.
  private Optional<ServicePort> earlierPort(ServicePort port) {
    return at(earlier, port.port(), port.protocol())
        .or(
            () ->
                earlier.ports().stream()
                    .filter(p -> p.port() == port.port())
                    .filter(p -> at(now, p.port(), p.protocol()).isEmpty())
                    .findFirst());
  }

  private static Optional<ServicePort> at(ServiceWiring service, int number, String protocol) {
    return service.ports().stream()
        .filter(p -> p.port() == number && p.protocol().equals(protocol))
        .findFirst();
  }

  private static boolean sameWiring(ServicePort one, ServicePort other) {
    return one.target().equals(other.target()) && one.protocol().equals(other.protocol());
  }

  private boolean reached(ServicePort port) {
    return reaches(earlier, port, before);
  }

  /// True when the port reaches a container: for a name, when it resolves; for a number, when
  /// nothing proves that it goes astray.
  private static boolean reaches(ServiceWiring service, ServicePort port, ClusterView view) {
    var backends =
        Stream.concat(
                view.selectedBy(service).stream(),
                view.namespace(service.ref().namespace()).copiesSelectedBy(service).stream())
            .toList();
    return switch (port.target()) {
      case TargetPort.ByName _ -> backends.stream().anyMatch(w -> resolves(w, port));
      case TargetPort.ByNumber _ -> !backends.isEmpty() && !provenAstray(service, port, view);
    };
  }

  private static boolean resolves(Workload workload, ServicePort port) {
    return FindPort.in(workload, port).isPresent();
  }

  private static boolean provenAstray(ServiceWiring service, ServicePort port, ClusterView view) {
    return Checks.of(service, view)
        .filter(f -> f.check().kind() == CheckKind.WIRING && f.certainty() == Certainty.PROVEN)
        .anyMatch(f -> f.field().startsWith(port.path()));
  }
}
