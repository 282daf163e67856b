package dev.fairlead.policies.judge;

import dev.fairlead.policies.corpus.CorpusFolder;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// First installs of published Helm charts, object by object, at guard: they run, so none is
/// refused.
class CorpusChartsTest {
  /// A client, as it sends a chart.
  enum Client {
    HELM(Sender.PIPELINE),
    KUBECTL_K(Sender.PERSON),
    KUBECTL_F(Sender.PERSON);
    private final Sender sender;

    Client(Sender sender) {
      this.sender = sender;
    }
  }

  @ParameterizedTest
  @EnumSource
  void noneIsRefused(Client client) {
    var denied = new TreeMap<String, TreeSet<String>>();
    for (var chart : CorpusFolder.orSkip().charts()) {
      var objects = new ArrayList<>(chart.objects());
      if (client != Client.KUBECTL_F) {
        objects.sort(
            Comparator.comparingInt(
                o -> o instanceof ServiceWiring ? 1 : o instanceof Workload ? 2 : 0));
      }
      var there = new ArrayList<KubernetesObject>();
      for (var object : objects) {
        var verdict =
            Judge.judge(
                Change.create(object),
                Manifests.view(Scope.CLUSTER, there),
                new Circumstances(
                    Level.GUARD,
                    Map.of(),
                    Overrides.HONOURED,
                    client.sender,
                    Run.REAL,
                    Instant.MIN));
        verdict
            .of(Outcome.DENY)
            .forEach(
                j ->
                    denied
                        .computeIfAbsent(chart.name(), _ -> new TreeSet<>())
                        .add(object.ref() + " <- " + j.finding().message()));
        there.add(Manifests.sentAt(Instant.now(), object));
      }
    }
    System.out.println("CHARTS " + client + " " + denied.size());
    denied.forEach(
        (k, v) -> v.forEach(m -> System.out.println("CHART " + client + " " + k + " " + m)));
  }
}
