package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.Backend;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What loses its other half when an object is deleted. Fairlead warns about it, and never refuses
/// a deletion.
public final class Deletion {
  private Deletion() {}

  /// One line each, in the words of the checks where a check says it.
  ///
  /// @param now what exists, the object included
  public static List<String> warnings(KubernetesObject deleted, ClusterView now) {
    if (deleted.metadata().is(Trait.HELM_HOOK) || deleted.metadata().controller().isPresent()) {
      return List.of();
    }
    var after = now.without(deleted);
    return switch (deleted) {
      case ServiceWiring service -> ofService(service, now, after).toList();
      case Workload workload when !workload.runsToCompletion() && !workload.isScaledToZero() ->
          ofWorkload(workload, now, after);
      case Workload _, NamespaceSwitches _, OtherObject _ -> List.of();
    };
  }

  /// The workloads that name it, and those that it selects and that stay.
  private static Stream<String> ofService(
      ServiceWiring service, ClusterView now, ClusterView after) {
    var naming =
        after.namespace(service.ref().namespace()).workloads().stream()
            .filter(workload -> names(workload, service))
            .flatMap(workload -> brought(workload, now, after))
            .map(Finding::message);
    var left =
        now.backends(service).stream()
            .map(Backend::workload)
            .filter(workload -> !workload.isScaledToZero())
            .map(
                workload ->
                    "%s is deleted while %s, which it selects, stays: whoever calls it by that name finds nobody"
                        .formatted(service.ref(), workload.ref()))
            .limit(1);
    return Stream.concat(naming, left);
  }

  /// What is wrong with a workload that was not before.
  private static Stream<Finding> brought(Workload workload, ClusterView now, ClusterView after) {
    var known = Checks.of(workload, now).map(Finding::mistake).collect(Collectors.toSet());
    return Checks.of(workload, after)
        .filter(finding -> finding.severity() != Severity.INFO)
        .filter(finding -> !known.contains(finding.mistake()));
  }

  private static boolean names(Workload workload, ServiceWiring service) {
    var name = service.ref().name();
    return workload.serviceName().filter(name::equals).isPresent()
        || workload.resolvedReferences().stream()
            .anyMatch(reference -> reference.host().contains(name));
  }

  /// The Services that had an answer from it and get none any more.
  private static List<String> ofWorkload(Workload workload, ClusterView now, ClusterView after) {
    return now.selecting(workload).stream()
        .filter(service -> after.selectedBy(service).isEmpty())
        .flatMap(service -> Checks.of(service, after))
        .filter(finding -> finding.severity() != Severity.INFO)
        .map(Finding::message)
        .toList();
  }
}
