package dev.fairlead.cli.plan;

import dev.fairlead.policies.checks.Certainty;
import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.Backend;
import dev.fairlead.policies.resolve.Backend.Evidence;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds where the ports of one Service lead at a moment.
final class ReachFinder {
  /// What the step before the moment did to a port.
  ///
  /// @param before where it led until then
  record Past(Wiring before, How how) {}

  /// How a step may have taken a port away.
  enum How {
    /// The judge says that it was cut.
    CUT,
    /// Something was deleted.
    DELETION,
    OTHERWISE
  }

  private final ServiceWiring service;
  private final ClusterView view;
  private final List<Backend> awake;
  private final List<Workload> copies;
  private @Nullable List<Finding> proven;

  ReachFinder(ServiceWiring service, ClusterView view) {
    this.service = service;
    this.view = view;
    this.awake =
        view.backendsOrJobs(service).stream()
            .filter(backend -> !backend.workload().isScaledToZero())
            .toList();
    this.copies = view.namespace(service.ref().namespace()).copiesSelectedBy(service);
  }

  private List<Finding> proven() {
    var known = proven;
    if (known == null) {
      known =
          Checks.of(service, view)
              .filter(finding -> finding.check().kind() == CheckKind.WIRING)
              .filter(finding -> finding.certainty() == Certainty.PROVEN)
              .toList();
      proven = known;
    }
    return known;
  }

  /// @param port empty for a Service without ports
  Reach of(Optional<ServicePort> port, Past past) {
    if (!service.selects()) {
      return Reach.nothing(Wiring.UNKNOWN);
    }
    if (awake.isEmpty() && copies.isEmpty()) {
      return Reach.nothing(withoutBackends());
    }
    if (port.isEmpty() || service.isHeadless()) {
      return reaches(_ -> true);
    }
    return switch (port.get().target()) {
      case TargetPort.ByName _ -> byName(port.get());
      case TargetPort.ByNumber(var number, _) -> byNumber(port.get(), number, past);
    };
  }

  private Wiring withoutBackends() {
    if (!view.backendsOrJobs(service).isEmpty()) {
      return Wiring.ASLEEP;
    }
    return proven().stream().anyMatch(finding -> !finding.isAboutPort())
        ? Wiring.SELECTS_NOTHING
        : Wiring.UNKNOWN;
  }

  private Reach byName(ServicePort port) {
    if (isDeclared(port)) {
      return reaches(backend -> backend.declares(port));
    }
    var known =
        view.knowledgeOf(service.ref().namespace()).isComplete()
            && awake.stream().noneMatch(backend -> backend.injected().isOpen());
    return Reach.nothing(known ? Wiring.LEADS_NOWHERE : Wiring.UNKNOWN);
  }

  /// A number that nobody declares may be listened to all the same, unless the judge says more.
  private Reach byNumber(ServicePort port, int number, Past past) {
    if (isDeclared(port) || any(port, number, Evidence.SPOKEN)) {
      return reaches(b -> b.declares(port) || evidence(b, port, number) == Evidence.SPOKEN);
    }
    if (past.how() == How.CUT
        || past.before() == Wiring.LEADS_NOWHERE
        || proven().stream().anyMatch(finding -> finding.field().startsWith(port.path()))) {
      return Reach.nothing(Wiring.LEADS_NOWHERE);
    }
    if (any(port, number, Evidence.OPEN)) {
      return reaches(backend -> evidence(backend, port, number) == Evidence.OPEN);
    }
    return Reach.nothing(
        past.how() == How.DELETION && past.before() == Wiring.REACHES
            ? Wiring.LEADS_NOWHERE
            : Wiring.UNKNOWN);
  }

  private boolean any(ServicePort port, int number, Evidence evidence) {
    return awake.stream().anyMatch(backend -> evidence(backend, port, number) == evidence);
  }

  private static Evidence evidence(Backend backend, ServicePort port, int number) {
    return backend.evidence(number, port.protocol());
  }

  private boolean isDeclared(ServicePort port) {
    return awake.stream().anyMatch(backend -> backend.declares(port))
        || copies.stream().anyMatch(copy -> view.portsOf(copy).declaration(port).isPresent());
  }

  private Reach reaches(Predicate<Backend> wanted) {
    var workloads = awake.stream().filter(wanted).map(backend -> backend.workload().ref());
    var named = workloads.map(Object::toString).toList();
    return new Reach(
        Wiring.REACHES,
        named.isEmpty() ? copies.stream().map(copy -> copy.ref().toString()).toList() : named);
  }
}
