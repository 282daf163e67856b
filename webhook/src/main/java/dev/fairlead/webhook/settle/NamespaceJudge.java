package dev.fairlead.webhook.settle;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.judge.CheckLevel;
import dev.fairlead.policies.judge.Settlement;
import dev.fairlead.policies.judge.Settlements;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ServiceEndpoints;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.view.Patience;
import dev.fairlead.webhook.cluster.ClusterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Judges all Services and workloads of a namespace as they stand.
final class NamespaceJudge {
  /// A finding, and the reason of its object where that lets it through.
  record Found(Finding finding, Optional<String> allowed) {}

  /// What is to be said of a Service, and what was found at it.
  record JudgedService(ServiceWiring service, Settlement settlement, List<Found> found) {
    JudgedService {
      found = List.copyOf(found);
    }

    JudgedService(ServiceWiring service, Settlement settlement) {
      this(service, settlement, List.of());
    }
  }

  /// @param found at workloads
  record Judgement(List<JudgedService> services, List<Found> found) {
    Judgement {
      services = List.copyOf(services);
      found = List.copyOf(found);
    }
  }

  /// Seconds of processor time for one namespace, far more than one of a thousand Services takes:
  /// the others wait for it.
  private static final long MOST_LOOKS = 10_000_000;

  private static final Settlement CUT_SHORT =
      new Settlement.CannotTell(
          "its namespace takes too long to look at: run fairlead check to see what is wrong");

  private final ClusterState state;
  private final SettledServices settled;
  private final long mostLooks;

  NamespaceJudge(ClusterState state, SettledServices settled) {
    this(state, settled, MOST_LOOKS);
  }

  NamespaceJudge(ClusterState state, SettledServices settled, long mostLooks) {
    this.state = state;
    this.settled = settled;
    this.mostLooks = mostLooks;
  }

  /// Judges all that a namespace holds.
  ///
  /// @param switches of the Namespace
  /// @param ready how many endpoints of each Service are ready; empty where nobody knows
  Judgement judge(
      String namespace, Map<String, String> switches, Optional<Map<String, Integer>> ready) {
    var view = state.glance(namespace).lookedAtWith(Patience.of(mostLooks, () -> false));
    var settlements = new Settlements(view, CheckLevel.in(switches), settled.overrides(switches));
    var services = new ArrayList<JudgedService>();
    for (var service : view.namespace(namespace).services()) {
      if (!settled.include(service, switches)) {
        services.add(new JudgedService(service, new Settlement.NotJudged()));
        continue;
      }
      var endpoints =
          ready.map(
              counts ->
                  new ServiceEndpoints(
                      settled.purpose(service),
                      counts.getOrDefault(service.ref().name(), 0),
                      List.of()));
      var findings = settlements.findings(service, endpoints).toList();
      var settlement = settlements.of(service, endpoints, findings);
      services.add(
          view.patience().isOver()
              ? new JudgedService(service, CUT_SHORT)
              : new JudgedService(
                  service, settlement, found(findings.stream(), service, settlements)));
    }
    var ofWorkloads = new ArrayList<Found>();
    if (settled.include(namespace, switches)) {
      for (var workload : view.namespace(namespace).workloads()) {
        var findings = settlements.findings(workload).takeWhile(_ -> !view.patience().isOver());
        ofWorkloads.addAll(found(findings, workload, settlements));
      }
    }
    return new Judgement(services, ofWorkloads);
  }

  private static List<Found> found(
      Stream<Finding> findings, KubernetesObject object, Settlements settlements) {
    return findings
        .map(finding -> new Found(finding, settlements.allowed(finding, object)))
        .toList();
  }
}
