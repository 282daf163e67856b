package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.SelectorMatch;
import dev.fairlead.policies.view.ClusterView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A workload that a selector fails by little and that no Service selects yet, so that it was
/// probably meant.
///
/// @param meant the pairs to write instead of those that fail
public record NearMiss(Workload workload, Map<String, String> meant) {
  /// How much a pair may differ before another Service's workload stops being a candidate.
  private enum Closeness {
    /// Letter case, or a mistyped key: meant even if a Service selects the workload.
    UNMISTAKABLE,
    CLOSE,
    FAR
  }

  private static final Comparator<NearMiss> NEAREST_FIRST =
      Comparator.<NearMiss>comparingInt(near -> near.meant().size())
          .thenComparing(near -> near.workload().ref().kind())
          .thenComparing(near -> near.workload().ref().name());

  public NearMiss {
    meant = Map.copyOf(meant);
  }

  /// All of them, the nearest first.
  public static List<NearMiss> all(ServiceWiring service, ClusterView view) {
    var selector = new SelectorMatch(service.selector());
    return view.namespace(service.ref().namespace()).workloads().stream()
        .filter(workload -> !workload.runsToCompletion())
        .flatMap(workload -> of(service, selector, workload, view).stream())
        .sorted(NEAREST_FIRST)
        .toList();
  }

  /// The nearest of them.
  static Optional<NearMiss> of(ServiceWiring service, ClusterView view) {
    return all(service, view).stream().findFirst();
  }

  /// A workload as a near miss of one Service.
  static Optional<NearMiss> of(ServiceWiring service, Workload workload, ClusterView view) {
    return workload.runsToCompletion()
        ? Optional.empty()
        : of(service, new SelectorMatch(service.selector()), workload, view);
  }

  private static Optional<NearMiss> of(
      ServiceWiring service, SelectorMatch selector, Workload workload, ClusterView view) {
    if (!selector.carriesRuntimeLabels(workload)) {
      return Optional.empty();
    }
    var meant = new TreeMap<String, String>();
    var closest = Closeness.UNMISTAKABLE;
    for (var pair : selector.plain().entrySet()) {
      if (pair.getValue().equals(workload.labels().get(pair.getKey()))) {
        continue;
      }
      var candidate = candidate(pair, service.selector(), workload.labels());
      if (candidate.closeness() == Closeness.FAR) {
        return Optional.empty();
      }
      if (candidate.closeness() == Closeness.CLOSE) {
        closest = Closeness.CLOSE;
      }
      meant.put(candidate.key(), candidate.value());
    }
    var free = closest == Closeness.UNMISTAKABLE || view.selecting(workload).isEmpty();
    return free && !meant.isEmpty() ? Optional.of(new NearMiss(workload, meant)) : Optional.empty();
  }

  private record Candidate(String key, String value, Closeness closeness) {}

  private static Candidate candidate(
      Map.Entry<String, String> pair, Map<String, String> selector, Map<String, String> labels) {
    var key = pair.getKey();
    var value = pair.getValue();
    var byValue = new Candidate(key, value, Closeness.FAR);
    var carried = labels.get(key);
    if (carried != null) {
      byValue =
          switch (Near.between(value, carried)) {
            case CASE -> new Candidate(key, carried, Closeness.UNMISTAKABLE);
            case CLOSE -> new Candidate(key, carried, Closeness.CLOSE);
            case FAR -> byValue;
          };
    }
    var byKey =
        labels.entrySet().stream()
            .filter(label -> label.getValue().equals(value))
            .filter(label -> !selector.containsKey(label.getKey()))
            .map(
                label ->
                    new Candidate(
                        label.getKey(),
                        value,
                        Near.withinOneEdit(key, label.getKey())
                            ? Closeness.UNMISTAKABLE
                            : Closeness.CLOSE))
            .min(Comparator.comparing(Candidate::closeness).thenComparing(Candidate::key));
    var best = byValue;
    return byKey.filter(other -> other.closeness().compareTo(best.closeness()) < 0).orElse(best);
  }
}
