package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Metadata;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.ServiceWiring.Exposure;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A Service must select something that stays: the Pods of a Job leave it when they are done.
///
/// Fields: `spec.selector`. Allowed: a headless Service, by which the Pods of a Job find each
/// other; a selector that asks for a Job by `job-name`. Silent when any other workload, or a live
/// Pod of one, is selected as well.
final class BackendIsJob implements Check.OfService {
  private static final Set<String> JOB_LABELS = Set.of("job-name", "batch.kubernetes.io/job-name");
  private static final Set<String> JOB_KINDS = Set.of("Job", "CronJob");

  @Override
  public String id() {
    return "backend-is-job";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(ServiceWiring service, ClusterView view) {
    if (service.exposure() == Exposure.HEADLESS
        || service.selector().keySet().stream().anyMatch(JOB_LABELS::contains)) {
      return Stream.empty();
    }
    var selected = view.selectedBy(service);
    return selected.isEmpty()
            || !selected.stream().allMatch(Workload::runsToCompletion)
            || hasOtherPod(service, view)
        ? Stream.empty()
        : Stream.of(finding(service, selected));
  }

  private static boolean hasOtherPod(ServiceWiring service, ClusterView view) {
    return view.namespace(service.ref().namespace()).copiesSelectedBy(service).stream()
        .anyMatch(
            copy ->
                copy.metadata()
                    .controller()
                    .map(Metadata.Owner::kind)
                    .filter(JOB_KINDS::contains)
                    .isEmpty());
  }

  private Finding finding(ServiceWiring service, List<Workload> jobs) {
    var text = ", but matches only %s".formatted(Text.andMore(jobs.getFirst().ref(), jobs.size()));
    return Findings.ofSelector(this, service, "must match Pods that stay, not those of a Job", text)
        .relatedTo(jobs.stream().map(Workload::ref).toList());
  }
}
