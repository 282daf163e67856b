package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.corpus.CorpusBundle;
import dev.fairlead.policies.corpus.CorpusFolder;
import dev.fairlead.policies.corpus.ReviewedList;
import dev.fairlead.policies.corpus.Tally;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Published Helm charts, which run: their first install, object by object, as each client sends
/// them, and what `fairlead check` says of them.
class CorpusChartsTest {
  private static final Instant NOW = Instant.EPOCH;

  /// A client, as it sends a chart.
  enum Client {
    HELM("Helm, Flux", Sender.PIPELINE),
    ARGOCD("Argo CD (by name)", Sender.PIPELINE),
    BACKWARDS("a pipeline, by name backwards", Sender.PIPELINE),
    KUBECTL_K("`kubectl apply -k`", Sender.PERSON),
    KUBECTL_F("`kubectl apply -f`", Sender.PERSON);

    private final String title;
    private final Sender sender;

    Client(String title, Sender sender) {
      this.title = title;
      this.sender = sender;
    }

    Comparator<KubernetesObject> order() {
      return switch (this) {
        case HELM, KUBECTL_K -> Comparator.comparingInt(Client::rank);
        case ARGOCD -> byName(false);
        case BACKWARDS -> byName(true);
        case KUBECTL_F -> (_, _) -> 0;
      };
    }

    private static Comparator<KubernetesObject> byName(boolean backwards) {
      var names = Comparator.<KubernetesObject, String>comparing(o -> o.ref().toString());
      return Comparator.<KubernetesObject>comparingInt(Client::rank)
          .thenComparing(backwards ? names.reversed() : names);
    }

    /// Services before workloads, in Helm's order of these.
    private static int rank(KubernetesObject object) {
      return switch (object) {
        case ServiceWiring _ -> 1;
        case Workload workload ->
            switch (workload.ref().kind()) {
              case "DaemonSet" -> 2;
              case "Pod" -> 3;
              case "Deployment" -> 4;
              case "StatefulSet" -> 5;
              default -> 6;
            };
        default -> 0;
      };
    }
  }

  private static List<CorpusBundle> charts = List.of();

  @BeforeAll
  static void findTheCorpus() {
    charts = CorpusFolder.orSkip().charts();
    assertThat(charts).hasSizeGreaterThanOrEqualTo(272);
  }

  @Test
  void noneIsRefusedByAnyClient() {
    var denied = new TreeSet<String>();
    var rows = new LinkedHashMap<Client, String>();
    for (var client : Client.values()) {
      var sent = 0;
      var refused = 0;
      var warned = 0;
      for (var chart : charts) {
        var there = new ArrayList<KubernetesObject>();
        for (var object : chart.objects().stream().sorted(client.order()).toList()) {
          var verdict = judged(client, object, there);
          sent++;
          warned += verdict.judgements().isEmpty() ? 0 : 1;
          refused += verdict.denied() ? 1 : 0;
          verdict
              .of(Outcome.DENY)
              .forEach(
                  j ->
                      denied.add(
                          "%s %s %s"
                              .formatted(
                                  chart.name(), j.finding().object(), j.finding().check().id())));
          there.add(Manifests.sentAt(NOW, object));
        }
      }
      rows.put(
          client, "| %s | %d | %d | %d |".formatted(client.title, sent, warned - refused, refused));
    }
    System.out.printf(
        "%d charts, first install at guard%n| client | objects sent | warned about | refused |%n"
            + "| --- | ---: | ---: | ---: |%n%s%n",
        charts.size(), String.join("\n", rows.values()));
    assertThat(denied).isEqualTo(ReviewedList.read("reviewed-chart-denials.txt").keySet());
  }

  private static Verdict judged(
      Client client, KubernetesObject object, List<KubernetesObject> there) {
    return Judge.judge(
        Change.create(object),
        Manifests.view(Scope.CLUSTER, there),
        new Circumstances(Level.GUARD, Map.of(), Overrides.HONOURED, client.sender, Run.REAL, NOW));
  }

  /// Both ways: an error that nobody has looked at, and a line that no longer is one.
  @Test
  void everyErrorOfCheckHasBeenLookedAt() {
    var table = new Tally("check", "error", "warning", "info");
    var errors = new TreeSet<String>();
    for (var chart : charts) {
      for (var finding : chart.findings()) {
        table.count(finding.check().id(), finding.severity().name().toLowerCase(Locale.ROOT));
        if (finding.severity() == Severity.ERROR) {
          errors.add("%s %s %s".formatted(chart.name(), finding.object(), finding.check().id()));
        }
      }
    }
    System.out.printf("%d charts, as check sees them%n%s%n", charts.size(), table);
    assertThat(errors).isEqualTo(ReviewedList.read("reviewed-chart-errors.txt").keySet());
  }
}
