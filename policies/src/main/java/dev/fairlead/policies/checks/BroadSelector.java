package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Objects;
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
    return selected.size() < 2 || allAnswer(service, selected)
        ? Stream.empty()
        : selected.stream()
            .flatMap(one -> selected.stream().flatMap(other -> pair(one, other).stream()))
            .findFirst()
            .map(pair -> finding(service, pair))
            .stream();
  }

  /// Two workloads that are not the same, and the label that says so.
  private record Pair(Workload one, Workload other, String label) {
    String described(Workload workload) {
      return "%s (\"%s=%s\")".formatted(workload.ref(), label, workload.labels().get(label));
    }
  }

  private static Optional<Pair> pair(Workload one, Workload other) {
    return ports(one).equals(ports(other))
        ? Optional.empty()
        : IDENTITY.stream()
            .filter(label -> one.labels().containsKey(label) && other.labels().containsKey(label))
            .filter(label -> !Objects.equals(one.labels().get(label), other.labels().get(label)))
            .findFirst()
            .map(label -> new Pair(one, other, label));
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
  private static boolean allAnswer(ServiceWiring service, List<Workload> selected) {
    return service.ports().stream()
        .allMatch(
            port -> {
              var numbers =
                  selected.stream()
                      .map(
                          workload ->
                              FindPort.declaration(workload, port)
                                  .map(declared -> OptionalInt.of(declared.port().number()))
                                  .orElseGet(OptionalInt::empty))
                      .collect(Collectors.toSet());
              return numbers.size() == 1 && !numbers.contains(OptionalInt.empty());
            });
  }

  private Finding finding(ServiceWiring service, Pair pair) {
    var text =
        ", but matches %s and %s"
            .formatted(pair.described(pair.one()), pair.described(pair.other()));
    return new Finding(
            this,
            Certainty.LIKELY,
            service.ref(),
            FieldPath.of("spec", "selector"),
            new Problem.Invalid(
                Text.quoted(Text.pairs(service.selector())),
                "must match the Pods of one app alone",
                Problem.Seen.saying(text, Optional.empty())))
        .relatedTo(List.of(pair.one().ref(), pair.other().ref()));
  }
}
