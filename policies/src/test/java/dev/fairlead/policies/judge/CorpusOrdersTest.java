package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.fairlead.policies.fixtures.Corpus;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// First installs of the corpus, object by object, in the orders in which clients send them: at
/// guard none is refused but for what a person would call a mistake.
class CorpusOrdersTest {
  /// What may be refused, as read by hand: ghost listens on 2368 and its Service sends to 80.
  private static final Set<String> MISTAKES =
      Set.of("archived__volumes__flocker.yaml Service/flocker-ghost");

  /// An order in which a client sends a bundle.
  enum Order {
    /// `kubectl apply -f`.
    FILE,
    /// `kubectl apply -k`: Services before workloads, by a person.
    SERVICES_FIRST,
    /// Helm, Argo CD and Flux: the same order, by a pipeline.
    PIPELINE,
    /// Files whose names put the Services last.
    SERVICES_LAST;

    Comparator<KubernetesObject> comparator() {
      return switch (this) {
        case FILE -> (_, _) -> 0;
        case SERVICES_FIRST, PIPELINE -> Comparator.comparingInt(Order::rank);
        case SERVICES_LAST -> Comparator.comparingInt(Order::rank).reversed();
      };
    }

    private static int rank(KubernetesObject object) {
      return switch (object) {
        case ServiceWiring _ -> 1;
        case Workload _ -> 2;
        default -> 0;
      };
    }

    Sender sender() {
      return this == PIPELINE ? Sender.PIPELINE : Sender.PERSON;
    }
  }

  @ParameterizedTest
  @EnumSource
  void firstInstallsAreAdmitted(Order order) {
    var bundles = Corpus.bundles();
    assumeFalse(bundles.isEmpty(), Corpus.absence());
    var denied = new TreeSet<String>();
    for (var bundle : bundles) {
      var objects = bundle.objects().stream().sorted(order.comparator()).toList();
      denied(objects, order.sender()).forEach(object -> denied.add(bundle.name() + " " + object));
    }
    assertThat(denied).isEqualTo(MISTAKES);
  }

  /// The objects at which something was refused, each change being made all the same.
  private static Set<String> denied(List<KubernetesObject> objects, Sender sender) {
    var there = new ArrayList<KubernetesObject>();
    var denied = new TreeSet<String>();
    for (var object : objects) {
      var before = there.stream().filter(o -> o.ref().sameObject(object.ref())).findFirst();
      var verdict =
          Judge.judge(
              new Change(before, object),
              Manifests.view(Scope.CLUSTER, there),
              new Circumstances(
                  Level.GUARD, Map.of(), Overrides.HONOURED, sender, Run.REAL, Instant.MIN));
      verdict.of(Outcome.DENY).forEach(j -> denied.add(j.finding().object().toString()));
      before.ifPresent(there::remove);
      there.add(Manifests.sentAt(Instant.now(), object));
    }
    return denied;
  }
}
