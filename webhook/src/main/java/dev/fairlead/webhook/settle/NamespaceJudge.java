package dev.fairlead.webhook.settle;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.judge.CheckLevel;
import dev.fairlead.policies.judge.Settlement;
import dev.fairlead.policies.judge.Settlements;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceEndpoints;
import dev.fairlead.policies.model.ServiceEndpoints.Purpose;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Patience;
import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Judges everything in a namespace as it stands.
final class NamespaceJudge {
  /// Takes what is to be said of a Service.
  interface Conditions {
    /// Has the Service settled, and returns the condition that it is to have now.
    ///
    /// @param explained what a finding about Pods says once it is known what they lack
    Optional<WiredCondition> settle(
        ServiceWiring service,
        Settlement settlement,
        Function<List<PodTrouble>, Optional<String>> explained);
  }

  /// Seconds of processor time for one namespace, far more than one of a thousand Services takes:
  /// the others wait for it.
  private static final long MOST_LOOKS = 10_000_000;

  private static final Settlement CUT_SHORT =
      new Settlement.CannotTell(
          "its namespace takes too long to look at: run fairlead check to see what is wrong");

  private final ClusterState state;
  private final SettleRules rules;
  private final long mostLooks;

  NamespaceJudge(ClusterState state, SettleRules rules) {
    this(state, rules, MOST_LOOKS);
  }

  NamespaceJudge(ClusterState state, SettleRules rules, long mostLooks) {
    this.state = state;
    this.rules = rules;
    this.mostLooks = mostLooks;
  }

  /// What a look at a namespace shows.
  ///
  /// @param switches of the Namespace
  /// @param ready how many endpoints of each Service are ready; empty where nobody knows
  NamespaceLook look(
      String namespace,
      Map<String, String> switches,
      Optional<Map<String, Integer>> ready,
      Conditions conditions) {
    var view = state.glance(namespace).lookedAtWith(Patience.of(mostLooks, () -> false));
    var settlements = new Settlements(view, CheckLevel.in(switches), rules.overrides(switches));
    var judged = rules.judges(namespace, switches);
    var seen = new NamespaceLook.Builder(namespace);
    for (var service : view.namespace(namespace).services()) {
      var purpose = purpose(service);
      var endpoints =
          ready.map(
              counts ->
                  new ServiceEndpoints(
                      purpose, counts.getOrDefault(service.ref().name(), 0), List.of()));
      if (judged || purpose == Purpose.CLUSTER_DNS) {
        var findings = settlements.findings(service, endpoints).toList();
        var settlement = settlements.of(service, endpoints, findings);
        if (view.patience().isOver()) {
          conditions
              .settle(service, CUT_SHORT, _ -> Optional.empty())
              .ifPresent(c -> seen.settled(service, c));
          continue;
        }
        var explained = explained(service, view, endpoints);
        var condition = conditions.settle(service, settlement, explained);
        condition.ifPresent(c -> seen.settled(service, c));
        findings.stream()
            .filter(finding -> !isSettling(finding, condition))
            .forEach(finding -> seen.found(finding, settlements.allowed(finding, service)));
      } else {
        conditions.settle(service, new Settlement.NotJudged(), _ -> Optional.empty());
      }
    }
    if (judged) {
      for (var workload : view.namespace(namespace).workloads()) {
        settlements
            .findings(workload)
            .takeWhile(_ -> !view.patience().isOver())
            .forEach(finding -> seen.found(finding, settlements.allowed(finding, workload)));
      }
    }
    return seen.build();
  }

  private Purpose purpose(ServiceWiring service) {
    var ref = service.ref();
    return rules.dnsServices().contains(ref.namespace() + "/" + ref.name())
        ? Purpose.CLUSTER_DNS
        : Purpose.ANY;
  }

  /// True for what has not stood for the window yet.
  private static boolean isSettling(Finding finding, Optional<WiredCondition> condition) {
    return finding.severity() == Severity.ERROR
        && condition.filter(c -> c.status() == Status.UNKNOWN).isPresent();
  }

  private static Function<List<PodTrouble>, Optional<String>> explained(
      ServiceWiring service, ClusterView view, Optional<ServiceEndpoints> endpoints) {
    return troubles ->
        endpoints
            .map(e -> new ServiceEndpoints(e.purpose(), e.ready(), troubles))
            .flatMap(e -> Checks.of(service, view, e).map(Finding::message).findFirst());
  }
}
