package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Service must select one app, or one component of it: the Pods of another get traffic that is
/// not meant for them.
///
/// Fields: `spec.selector`. Allowed: versions and tracks of one app; different apps that declare
/// the same ports; different apps all of which declare every port that the Service sends to, under
/// the same number. Silent about Jobs, and about workloads that declare no port or do not say what
/// they are.
final class BroadSelector implements Check.OfService {
  /// The labels by which workloads say what they are.
  private static final List<String> IDENTITY =
      List.of(
          "app.kubernetes.io/name",
          "app.kubernetes.io/component",
          "app",
          "k8s-app",
          "component",
          "tier");

  /// The same at a change of a selector, where more can be told: what Kompose, `kubectl run` and
  /// old manuals write.
  private static final List<String> IDENTITY_AT_CHANGE =
      Stream.concat(IDENTITY.stream(), Stream.of("io.kompose.service", "name", "run")).toList();

  /// The labels by which the workloads of one app are told apart.
  private static final Set<String> PARTS =
      Set.of("app.kubernetes.io/component", "component", "role", "tier");

  @Override
  public String id() {
    return "broad-selector";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(ServiceWiring service, ClusterView view) {
    var selected =
        view.selectedBy(service).stream()
            .filter(workload -> !workload.runsToCompletion() && !ports(workload).isEmpty())
            .toList();
    return selected.size() < 2 || allAnswer(service, selected, view)
        ? Stream.empty()
        : IDENTITY.stream()
            .flatMap(label -> pair(label, selected).stream())
            .limit(1)
            .map(pair -> finding(service, pair));
  }

  /// What is wrong with a Service that has selected one app and now selects one that says to be
  /// another, though their ports agree.
  Optional<Finding> widened(
      ServiceWiring earlier, ClusterView before, ServiceWiring now, ClusterView after) {
    var was = staying(earlier, before);
    var is = staying(now, after);
    return was.isEmpty()
        ? Optional.empty()
        : IDENTITY_AT_CHANGE.stream()
            .flatMap(label -> newcomer(label, was, is).stream())
            .findFirst()
            .or(() -> byEarlierSelector(earlier, was, is))
            .map(pair -> finding(now, pair));
  }

  /// Where no label tells what both are, those by which the Service chose until now do: what has
  /// another value there, or none, and joins what was selected is another app. What takes the place
  /// of all of it may be the next version.
  private static Optional<Pair> byEarlierSelector(
      ServiceWiring earlier, List<Workload> was, List<Workload> is) {
    var first = was.getFirst();
    if (is.stream().noneMatch(workload -> workload.ref().equals(first.ref()))) {
      return Optional.empty();
    }
    return is.stream()
        .filter(workload -> shareNoIdentity(first, workload))
        .flatMap(
            workload ->
                earlier.selector().keySet().stream()
                    .sorted()
                    .map(label -> new Pair(shownOrNot(first, label), shownOrNot(workload, label))))
        .filter(pair -> !pair.other().hasValueOf(pair.one()))
        .findFirst();
  }

  private static boolean shareNoIdentity(Workload one, Workload other) {
    return IDENTITY_AT_CHANGE.stream()
        .noneMatch(l -> one.labels().containsKey(l) && other.labels().containsKey(l));
  }

  private static List<Workload> staying(ServiceWiring service, ClusterView view) {
    return view.selectedBy(service).stream().filter(w -> !w.runsToCompletion()).toList();
  }

  private static Optional<Pair> newcomer(String label, List<Workload> was, List<Workload> is) {
    var known = was.stream().flatMap(workload -> shown(workload, label).stream()).toList();
    var values = known.stream().map(Shown::value).collect(Collectors.toSet());
    return known.isEmpty()
        ? Optional.empty()
        : is.stream()
            .flatMap(workload -> shown(workload, label).stream())
            .filter(s -> !values.contains(s.value()))
            .findFirst()
            .map(other -> new Pair(known.getFirst(), other));
  }

  /// True when a workload says more of what it is than a Service asks for, and is called otherwise.
  static boolean isOneOfSeveral(Workload workload, ServiceWiring service) {
    return !Near.namesAgree(workload.ref().name(), service.ref().name())
        && workload.labels().keySet().stream()
            .anyMatch(key -> PARTS.contains(key) && !service.selector().containsKey(key));
  }

  /// A workload as one label and its ports show it.
  private record Shown(Workload workload, String label, String value, Set<Port> ports) {
    boolean hasValueOf(Shown other) {
      return value.equals(other.value);
    }

    boolean hasPortsOf(Shown other) {
      return ports.equals(other.ports);
    }

    @Override
    public String toString() {
      return value.isEmpty()
          ? "%s (no \"%s\")".formatted(workload.ref(), label)
          : "%s (\"%s=%s\")".formatted(workload.ref(), label, value);
    }
  }

  /// Two workloads that are not the same.
  private record Pair(Shown one, Shown other) {}

  /// Two workloads that differ in the label and in their ports. Each is compared with the first
  /// alone: where all share one of the two with it, those that share the value and those that share
  /// the ports differ from each other in both.
  private static Optional<Pair> pair(String label, List<Workload> selected) {
    var shown = selected.stream().flatMap(workload -> shown(workload, label).stream()).toList();
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    var first = shown.getFirst();
    var differing =
        shown.stream().filter(s -> !s.hasValueOf(first) && !s.hasPortsOf(first)).findFirst();
    if (differing.isPresent()) {
      return Optional.of(new Pair(first, differing.get()));
    }
    var sameValue = shown.stream().filter(s -> !s.hasPortsOf(first)).findFirst();
    var samePorts = shown.stream().filter(s -> !s.hasValueOf(first)).findFirst();
    return sameValue.flatMap(one -> samePorts.map(other -> new Pair(one, other)));
  }

  private static Optional<Shown> shown(Workload workload, String label) {
    return Optional.ofNullable(workload.labels().get(label))
        .map(value -> new Shown(workload, label, value, ports(workload)));
  }

  private static Shown shownOrNot(Workload workload, String label) {
    return new Shown(workload, label, workload.labels().getOrDefault(label, ""), ports(workload));
  }

  /// A declared port, whatever its name.
  private record Port(int number, String protocol) {
    static Port of(ContainerPort port) {
      return new Port(port.number(), port.protocol());
    }
  }

  private static Set<Port> ports(Workload workload) {
    return FindPort.declared(workload, _ -> true)
        .map(declared -> Port.of(declared.port()))
        .collect(Collectors.toSet());
  }

  /// True when every selected workload declares whatever the Service sends to, all under one
  /// number.
  private static boolean allAnswer(
      ServiceWiring service, List<Workload> selected, ClusterView view) {
    return service.ports().stream()
        .allMatch(
            port -> {
              if (!view.patience().allows(selected.size())) {
                return true;
              }
              var numbers =
                  selected.stream()
                      .map(
                          workload ->
                              view.portsOf(workload)
                                  .declaration(port)
                                  .map(declared -> OptionalInt.of(declared.port().number()))
                                  .orElseGet(OptionalInt::empty))
                      .collect(Collectors.toSet());
              return numbers.size() == 1 && !numbers.contains(OptionalInt.empty());
            });
  }

  private Finding finding(ServiceWiring service, Pair pair) {
    var text = ", but matches %s and %s".formatted(pair.one(), pair.other());
    return Findings.ofSelector(this, service, "must match the Pods of one app alone", text)
        .relatedTo(List.of(pair.one().workload().ref(), pair.other().workload().ref()));
  }
}
