package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServiceEndpoints;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.stream.Stream;

/// Every check we ship, by id. To add one, write its file and its line here.
public final class Checks {
  /// Those that objects alone decide.
  public static final List<Check> ALL =
      List.of(
          new AmbiguousPortName(),
          new BackendIsJob(),
          new BroadSelector(),
          new CrossNamespaceShortName(),
          new PortUnnamed(),
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

  private Checks() {}

  /// The id of every check.
  public static List<String> ids() {
    return Stream.concat(ALL.stream(), LIVE.stream()).map(Check::id).sorted().toList();
  }

  /// What is wrong with the Pods behind a Service at the moment.
  public static Stream<Finding> of(
      ServiceWiring service, ClusterView view, ServiceEndpoints endpoints) {
    return LIVE.stream().flatMap(check -> check.findings(service, view, endpoints));
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

  /// What sits at one Service.
  public static Stream<Finding> of(ServiceWiring service, ClusterView view) {
    return ALL.stream()
        .flatMap(
            check ->
                switch (check) {
                  case Check.OfService rule -> rule.findings(service, view);
                  case Check.OfWorkload _, Check.OfEndpoints _ -> Stream.empty();
                });
  }

  /// What sits at one workload.
  public static Stream<Finding> of(Workload workload, ClusterView view) {
    return ALL.stream()
        .flatMap(
            check ->
                switch (check) {
                  case Check.OfWorkload rule -> rule.findings(workload, view);
                  case Check.OfService _, Check.OfEndpoints _ -> Stream.empty();
                });
  }

  /// True when what is found at a Service that selects nothing may be about this workload.
  public static boolean mayBeMeant(Workload workload, ServiceWiring service, ClusterView view) {
    return SelectorUnmatched.mayName(workload, service, view);
  }
}
