package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceEndpoints;
import dev.fairlead.policies.model.ServiceEndpoints.Purpose;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.stream.Stream;

/// A Service must have a ready endpoint while the workloads that it selects ask for Pods.
///
/// Fields: `spec.selector`. Allowed: workloads scaled to zero, Jobs and CronJobs, kinds that do not
/// say how many Pods they ask for, Services with `publishNotReadyAddresses`, whose Pods always
/// count. Silent when no workload is selected: `selector-unmatched` speaks for that.
final class NoReadyEndpoints implements Check.OfEndpoints {
  private static final FieldPath SELECTOR = FieldPath.of("spec", "selector");

  @Override
  public String id() {
    return "no-ready-endpoints";
  }

  @Override
  public Stream<Finding> findings(
      ServiceWiring service, ClusterView view, ServiceEndpoints endpoints) {
    if (endpoints.purpose() != Purpose.ANY || endpoints.ready() > 0) {
      return Stream.empty();
    }
    var wanting =
        view.selectedBy(service).stream()
            .filter(workload -> workload.wantsPods() && !workload.runsToCompletion())
            .map(Workload::ref)
            .toList();
    return wanting.isEmpty()
        ? Stream.empty()
        : Stream.of(finding(this, service, "must select a Pod that is ready", wanting, endpoints));
  }

  /// @param workloads whose Pods are missed
  static Finding finding(
      Check check,
      ServiceWiring service,
      String rule,
      List<ObjectRef> workloads,
      ServiceEndpoints endpoints) {
    var problem =
        new Problem.NotFound(
            Text.pairs(service.selector()), rule, seen(workloads, endpoints.troubles()));
    return new Finding(check, Certainty.PROVEN, service.ref(), SELECTOR, problem)
        .relatedTo(workloads);
  }

  /// The same finding once it is known what the Pods lack.
  static Finding explained(Finding finding, List<PodTrouble> troubles) {
    return finding.problem() instanceof Problem.NotFound(var asked, var rule, _)
        ? new Finding(
                finding.check(),
                finding.certainty(),
                finding.object(),
                finding.field(),
                new Problem.NotFound(asked, rule, seen(finding.related(), troubles)))
            .relatedTo(finding.related())
        : finding;
  }

  private static Problem.Seen seen(List<ObjectRef> workloads, List<PodTrouble> troubles) {
    var none =
        workloads.isEmpty()
            ? ", but there is none"
            : ", but none of %s is".formatted(Text.andMore(workloads.getFirst(), workloads.size()));
    if (troubles.isEmpty()) {
      return Problem.Seen.saying(none);
    }
    var first = troubles.getFirst();
    return Problem.Seen.saying(
        none + ": " + Text.andMore(first, troubles.size()),
        none + ": " + first,
        none + ": a Pod " + first.reason(),
        ": a Pod " + first.reason(),
        none);
  }
}
