package dev.fairlead.cli.embedded;

import dev.fairlead.policies.judge.CheckLevel;
import dev.fairlead.policies.judge.Settlement;
import dev.fairlead.policies.judge.Settlement.Cause;
import dev.fairlead.policies.judge.Settlements;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.webhook.cluster.ManifestCluster;
import dev.fairlead.webhook.settle.SettledServices;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What settle would say of the Services, once everything has had time to arrive. There are no Pods
/// in memory, so it says nothing of endpoints.
public final class Settling {
  private final SettledServices settled;
  private final ManifestCluster cluster;
  private final PrintWriter out;

  public Settling(SettledServices settled, ManifestCluster cluster, PrintWriter out) {
    this.settled = settled;
    this.cluster = cluster;
    this.out = out;
  }

  /// Prints a line for each Service that gets a condition, with what it would say.
  public void print(List<String> namespaces) {
    out.println("# settled");
    namespaces.forEach(this::print);
  }

  private void print(String namespace) {
    var view = cluster.known(namespace);
    var switches =
        cluster
            .knownNamespace(namespace)
            .map(known -> known.metadata().switches())
            .orElse(Map.of());
    var settlements = new Settlements(view, CheckLevel.in(switches), settled.overrides(switches));
    for (var service : view.namespace(namespace).services()) {
      if (settled.include(service, switches)) {
        said(settlements.of(service, Optional.empty()))
            .ifPresent(
                said ->
                    out.println(
                        PlainText.line(
                            "service/%s -n %s: %s"
                                .formatted(service.ref().name(), namespace, said))));
      }
    }
  }

  private static Optional<String> said(Settlement settlement) {
    return switch (settlement) {
      case Settlement.NotJudged _ -> Optional.empty();
      case Settlement.Wired(var cause, var message) ->
          Optional.of(
              cause == Cause.WIRED
                  ? "Wired=True"
                  : "Wired=True/%s: %s".formatted(cause.reason(), message));
      case Settlement.Unwired unwired ->
          Optional.of("Wired=False/%s: %s".formatted(unwired.reason(), unwired.message()));
      case Settlement.CannotTell(var message) ->
          Optional.of("Wired=Unknown/CannotTell: " + message);
    };
  }
}
