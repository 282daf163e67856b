package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceEndpoints;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Every check that Fairlead has, by id. To add one, write its file and its line here.
public final class Checks {
  /// Those that objects alone decide.
  public static final List<Check> ALL =
      List.of(
          new AmbiguousPortName(),
          new BackendIsJob(),
          new BroadSelector(),
          new ContainerPortConflict(),
          new CrossNamespaceShortName(),
          new DnsPolicyUnresolvable(),
          new LifecyclePortUndeclared(),
          new PortUnnamed(),
          new ProbePortMismatch(),
          new ProbePortUndeclared(),
          new ReadinessProbeMissing(),
          new SelectorUnmatched(),
          new ServiceReferenceMissing(),
          new ServiceReferencePort(),
          new StatefulsetService(),
          new TargetPortMismatch(),
          new TargetPortUndeclared(),
          new TargetPortUnresolved());

  /// Those that take a running cluster.
  public static final List<Check.OfEndpoints> LIVE =
      List.of(new DnsUnavailable(), new NoReadyEndpoints());

  /// What all checks of one object cost at least, in looks at something.
  private static final int LOOKS_AN_OBJECT = 50;

  /// What wording a finding costs, in looks at something.
  private static final int LOOKS_A_FINDING = 50;

  private Checks() {}

  /// The id of every check.
  public static List<String> ids() {
    return Stream.concat(ALL.stream(), LIVE.stream()).map(Check::id).sorted().toList();
  }

  /// The checks that look at an object, by id. Those of a Service leave one alone that Helm makes
  /// for a hook: it is gone with the hook.
  public static List<Check> about(KubernetesObject object) {
    return switch (object) {
      case ServiceWiring service when service.metadata().is(Trait.HELM_HOOK) -> List.of();
      case ServiceWiring _ -> ALL.stream().filter(Check.OfService.class::isInstance).toList();
      case Workload _ -> ALL.stream().filter(Check.OfWorkload.class::isInstance).toList();
      default -> List.of();
    };
  }

  /// What is wrong with the Pods behind a Service at the moment.
  public static Stream<Finding> of(
      ServiceWiring service, ClusterView view, ServiceEndpoints endpoints) {
    return LIVE.stream().flatMap(check -> check.findings(service, view, endpoints));
  }

  /// A finding about the Pods behind a Service, once it is known what they lack.
  ///
  /// @param finding of one of the checks that take a running cluster
  public static Finding explained(Finding finding, List<PodTrouble> troubles) {
    return NoReadyEndpoints.explained(finding, troubles);
  }

  /// Everything that is wrong in a view: Services first, then workloads, by namespace.
  public static List<Finding> findings(ClusterView view) {
    return view.namespaces().stream()
        .flatMap(
            namespace ->
                Stream.concat(
                    namespace.services().stream().flatMap(service -> of(service, view)),
                    namespace.workloads().stream().flatMap(workload -> of(workload, view))))
        .toList();
  }

  /// What sits at one Service; nothing at one that Helm makes for a hook, which is gone with it.
  public static Stream<Finding> of(ServiceWiring service, ClusterView view) {
    return service.metadata().is(Trait.HELM_HOOK)
        ? Stream.empty()
        : of(
            view,
            check ->
                check instanceof Check.OfService rule
                    ? rule.findings(service, view)
                    : Stream.empty());
  }

  /// What sits at one workload.
  public static Stream<Finding> of(Workload workload, ClusterView view) {
    return of(
        view,
        check ->
            check instanceof Check.OfWorkload rule
                ? rule.findings(workload, view)
                : Stream.empty());
  }

  private static Stream<Finding> of(ClusterView view, Function<Check, Stream<Finding>> rules) {
    return view.patience().allows(LOOKS_AN_OBJECT)
        ? ALL.stream().flatMap(rules).takeWhile(_ -> view.patience().allows(LOOKS_A_FINDING))
        : Stream.empty();
  }

  /// What is wrong with ports whose numbers something declared until now, though nothing speaks
  /// against a number that nobody declares.
  public static Stream<Finding> lost(
      ServiceWiring service, List<ServicePort> ports, ClusterView view) {
    if (ports.isEmpty()) {
      return Stream.empty();
    }
    var behind = new PortsBehind(service, view);
    return ports.stream()
        .flatMap(port -> new TargetPortMismatch().lost(service, port, behind).stream());
  }

  /// What is wrong with a Service that selected something in earlier files and selects nothing in
  /// these, which hold no other workload of its namespace.
  public static Finding deserted(ServiceWiring service, ClusterView view) {
    return new SelectorUnmatched().deserted(service, view);
  }

  /// What is wrong with a Service that has selected one app and now selects another as well, or
  /// instead.
  public static Optional<Finding> widened(
      ServiceWiring earlier, ClusterView before, ServiceWiring now, ClusterView after) {
    return new BroadSelector().widened(earlier, before, now, after);
  }

  /// What is wrong with the probes of a workload as it is now that was not as it was before, though
  /// it might be left so in a workload that runs.
  public static Stream<Finding> brought(Workload earlier, Workload now, ClusterView after) {
    return new ProbePortMismatch().brought(earlier, now, after);
  }

  /// True when a workload says more of what it is than a Service asks for, and is called otherwise.
  public static boolean isOneOfSeveral(Workload workload, ServiceWiring service) {
    return BroadSelector.isOneOfSeveral(workload, service);
  }

  /// True when what is found at a Service that selects nothing may be about this workload.
  public static boolean mayBeMeant(Workload workload, ServiceWiring service, ClusterView view) {
    return SelectorUnmatched.mayName(workload, service, view);
  }
}
