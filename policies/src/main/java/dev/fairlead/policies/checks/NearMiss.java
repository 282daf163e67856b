package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.DeclaredPorts;
import dev.fairlead.policies.resolve.SelectorMatch;
import dev.fairlead.policies.view.ClusterView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A workload whose labels differ little from a selector, and that no Service selects yet. It was
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

  /// The labels by which workloads say what they are.
  private static final List<String> IDENTITY =
      List.of(
          "app",
          "name",
          "k8s-app",
          "component",
          "run",
          "io.kompose.service",
          "app.kubernetes.io/name",
          "app.kubernetes.io/component");

  /// Values that many labels share: switches, versions, stages.
  private static final Pattern SAYS_NOTHING =
      Pattern.compile(
          "(?i)true|false|yes|no|on|off|v?[0-9.]+|stable|canary|prod|production|dev|development"
              + "|test|staging|latest|main|master|default");

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
    return NearWorkloads.of(view.namespace(service.ref().namespace()))
        .perhapsMeant(selector)
        .stream()
        .takeWhile(_ -> view.patience().allows(1))
        .flatMap(workload -> of(service, selector, workload, view).stream())
        .sorted(NEAREST_FIRST)
        .toList();
  }

  /// Every pair to write instead, as evidence.
  List<Evidence> evidence() {
    return new TreeMap<>(meant)
        .entrySet().stream()
            .<Evidence>map(
                pair -> new Evidence.Carries(workload.ref(), pair.getKey(), pair.getValue()))
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
    if (!selector.carriesRuntimeLabels(workload)
        || !perhapsMeant(selector, workload.labels())
        || !view.patience().allows(service.ports().size())) {
      return Optional.empty();
    }
    var signs = Signs.of(service, workload, view);
    if (!signs.namesAgree() && !signs.portsAgree()) {
      return Optional.empty();
    }
    var meant = new TreeMap<String, String>();
    var closest = Closeness.UNMISTAKABLE;
    for (var pair : selector.plain().entrySet()) {
      if (pair.getValue().equals(workload.labels().get(pair.getKey()))) {
        continue;
      }
      var candidate = candidate(pair, service.selector(), workload.labels(), signs);
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

  /// False where a glance at the labels tells, as for most workloads.
  private static boolean perhapsMeant(SelectorMatch selector, Map<String, String> labels) {
    return selector.plain().entrySet().stream()
        .allMatch(
            pair -> {
              var carried = labels.get(pair.getKey());
              return (carried != null && Near.perhaps(pair.getValue(), carried))
                  || labels.containsValue(pair.getValue());
            });
  }

  /// What besides labels speaks for a Service and a workload being meant for each other.
  ///
  /// @param namesAgree the same name, but for words that say no more than the kind
  /// @param portsAgree the workload declares one of the Service's target ports, or declares none
  ///   and the Service gives a number
  private record Signs(boolean namesAgree, boolean portsAgree) {
    static Signs of(ServiceWiring service, Workload workload, ClusterView view) {
      var declared = view.portsOf(workload);
      return new Signs(
          Near.namesAgree(service.ref().name(), workload.ref().name()),
          service.ports().stream().anyMatch(port -> agrees(port, declared)));
    }

    private static boolean agrees(ServicePort port, DeclaredPorts declared) {
      return declared.declaration(port).isPresent()
          || (port.target() instanceof TargetPort.ByNumber && declared.areNone());
    }
  }

  private record Candidate(String key, String value, Closeness closeness) {}

  private static Candidate candidate(
      Map.Entry<String, String> pair,
      Map<String, String> selector,
      Map<String, String> labels,
      Signs signs) {
    var key = pair.getKey();
    var value = pair.getValue();
    var byValue = new Candidate(key, value, Closeness.FAR);
    var carried = labels.get(key);
    if (carried != null) {
      byValue =
          switch (nearness(value, carried, signs)) {
            case CASE -> new Candidate(key, carried, Closeness.UNMISTAKABLE);
            case CLOSE -> new Candidate(key, carried, Closeness.CLOSE);
            case FAR -> byValue;
          };
    }
    var byKey =
        labels.entrySet().stream()
            .filter(label -> label.getValue().equals(value))
            .filter(label -> !selector.containsKey(label.getKey()))
            .filter(label -> saySame(key, label.getKey(), value))
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

  private static Near.Nearness nearness(String asked, String carried, Signs signs) {
    return Near.between(
        asked,
        carried,
        signs.namesAgree() ? Near.Edits.ANYWHERE : Near.Edits.IN_LONG_WORDS,
        signs.portsAgree() ? Near.KindWords.COUNT_AS_NONE : Near.KindWords.TELL_APART);
  }

  /// True for a mistyped key, and for two keys that both say what something is, where the value
  /// says something by itself.
  private static boolean saySame(String asked, String carried, String value) {
    return Near.withinOneEdit(asked, carried)
        || (saysWhatItIs(asked) && saysWhatItIs(carried) && !SAYS_NOTHING.matcher(value).matches());
  }

  private static boolean saysWhatItIs(String key) {
    return IDENTITY.stream().anyMatch(known -> Near.withinOneEdit(known, key));
  }
}
