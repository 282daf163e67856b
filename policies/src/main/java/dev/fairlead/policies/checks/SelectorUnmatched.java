package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.SelectorMatch;
import dev.fairlead.policies.resolve.SelectorMatch.Match;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.NamespaceView;
import dev.fairlead.policies.view.Scope;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Service's selector must match the labels of some workload's Pods in its namespace.
///
/// Fields: `spec.selector`. Allowed: no selector, ExternalName, labels that controllers add at run
/// time, workloads scaled to zero. Likely only, when the other half may live elsewhere: files that
/// are not said to be complete and hold no near miss, a kind that may make Pods or add labels to
/// them, a Pod number beyond the replicas, a workload that is in the same namespace once `kubectl
/// apply -n` says which. Silent when nothing can be told: no match and no near miss beside a kind
/// that may make Pods, files without any workload of that namespace.
final class SelectorUnmatched implements Check.OfService {
  private static final FieldPath SELECTOR = FieldPath.of("spec", "selector");

  @Override
  public String id() {
    return "selector-unmatched";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.WIRING;
  }

  @Override
  public Stream<Finding> findings(ServiceWiring service, ClusterView view) {
    var selector = new SelectorMatch(service.selector());
    var namespace = view.namespace(service.ref().namespace());
    if (!service.selects()
        || selector.cannotTell()
        || !namespace.selectedBy(service).isEmpty()
        || !namespace.copiesSelectedBy(service).isEmpty()) {
      return Stream.empty();
    }
    return unmatched(service, selector, namespace, view).stream();
  }

  /// True when a finding at a Service that selects nothing may name this workload of its namespace.
  static boolean mayName(Workload workload, ServiceWiring service, ClusterView view) {
    return new SelectorMatch(service.selector()).of(workload) == Match.ALL_BUT_COMPUTED
        || NearMiss.of(service, workload, view).isPresent();
  }

  /// What is wrong with a Service whose workload stood in the files and does no more. It may have
  /// moved elsewhere.
  Finding deserted(ServiceWiring service, ClusterView view) {
    return nothingNear(service, Certainty.LIKELY, view.namespace(service.ref().namespace()));
  }

  private Optional<Finding> unmatched(
      ServiceWiring service, SelectorMatch selector, NamespaceView namespace, ClusterView view) {
    var computed =
        selector.asksForComputed()
            ? workloads(namespace, selector, Match.ALL_BUT_COMPUTED)
            : List.<Workload>of();
    if (!computed.isEmpty()) {
      return computed.stream()
          .filter(workload -> !namespace.isScaled(workload))
          .findFirst()
          .map(workload -> noSuchPod(service, workload));
    }
    var near = NearMiss.of(service, view);
    if (!view.knowledgeOf(namespace.name()).isComplete()
        || namespace.labelled().stream().anyMatch(w -> selector.of(w) == Match.PERHAPS)) {
      return near.map(miss -> nearest(service, Certainty.LIKELY, miss, namespace));
    }
    if (view.scope() == Scope.CLUSTER) {
      return Optional.of(
          near.map(miss -> nearest(service, Certainty.PROVEN, miss, namespace))
              .orElseGet(() -> nothingNear(service, Certainty.PROVEN, namespace)));
    }
    var elsewhere = elsewhere(service, selector, view);
    if (elsewhere.stream().anyMatch(workload -> mayMeet(workload, service))) {
      return Optional.of(inAnotherNamespace(service, elsewhere, view));
    }
    if (near.isPresent()) {
      return near.map(miss -> nearest(service, Certainty.PROVEN, miss, namespace));
    }
    if (!elsewhere.isEmpty()) {
      return Optional.of(inAnotherNamespace(service, elsewhere, view));
    }
    if (view.scope() == Scope.COMPLETE_FILES) {
      return Optional.of(nothingNear(service, Certainty.PROVEN, namespace));
    }
    return namespace.workloads().isEmpty()
        ? Optional.empty()
        : Optional.of(nothingNear(service, Certainty.LIKELY, namespace));
  }

  private static List<Workload> workloads(
      NamespaceView namespace, SelectorMatch selector, Match match) {
    return namespace.workloadsThatMayCarry(selector).stream()
        .filter(w -> selector.of(w) == match)
        .toList();
  }

  private static List<Workload> elsewhere(
      ServiceWiring service, SelectorMatch selector, ClusterView view) {
    return view.namespaces().stream()
        .filter(other -> !other.name().equals(service.ref().namespace()))
        .flatMap(other -> workloads(other, selector, Match.FULL).stream())
        .toList();
  }

  private Finding noSuchPod(ServiceWiring service, Workload workload) {
    var seen =
        Problem.Seen.saying(
            ", but %s makes no Pod with that label as it is now".formatted(workload.ref()),
            Optional.empty());
    return finding(service, Certainty.LIKELY, seen, List.of(workload.ref()));
  }

  private Finding nearest(
      ServiceWiring service, Certainty certainty, NearMiss near, NamespaceView namespace) {
    var all = Candidates.of(namespace).all();
    var others = all.stream().filter(workload -> !workload.equals(near.workload()));
    var seen =
        Problem.Seen.list(
            Stream.concat(Stream.of(near.workload()), others)
                .map(workload -> described(workload, service, near)),
            all.size(),
            Optional.of(Text.quoted(pairs(near.meant()))));
    return finding(service, certainty, seen, List.of(near.workload().ref()))
        .restingOn(Optional.empty(), near.evidence());
  }

  private Finding nothingNear(ServiceWiring service, Certainty certainty, NamespaceView namespace) {
    var seen =
        Problem.Seen.list(
            Candidates.of(namespace).all(),
            workload -> described(workload, service.selector()),
            Optional.empty());
    return finding(service, certainty, seen, List.of());
  }

  private Finding inAnotherNamespace(
      ServiceWiring service, List<Workload> elsewhere, ClusterView view) {
    var proof = elsewhere.stream().filter(workload -> isProof(workload, service, view)).findFirst();
    var workload = proof.orElse(elsewhere.getFirst());
    var seen =
        Problem.Seen.saying(
            ", but %s, which does, is in namespace \"%s\""
                .formatted(workload.ref(), workload.ref().namespace()),
            Optional.empty());
    var certainty = proof.isPresent() ? Certainty.PROVEN : Certainty.LIKELY;
    return finding(service, certainty, seen, List.of(workload.ref()));
  }

  /// True where the namespace of one of the two is written and that of the other comes from the
  /// client, which may name the same.
  private static boolean mayMeet(Workload workload, ServiceWiring service) {
    return workload.metadata().is(Trait.NAMESPACE_WRITTEN)
        != service.metadata().is(Trait.NAMESPACE_WRITTEN);
  }

  /// No proof is a workload that may meet the Service, or one that goes wherever the client puts it
  /// (`kubectl apply -n`), nor, unless the files are all there is, one that has a Service of its
  /// own there: one app in two environments.
  private static boolean isProof(Workload workload, ServiceWiring service, ClusterView view) {
    var placed =
        workload.metadata().is(Trait.NAMESPACE_WRITTEN) || !view.creates(service.ref().namespace());
    return placed
        && !mayMeet(workload, service)
        && (view.scope() == Scope.COMPLETE_FILES || view.selecting(workload).isEmpty());
  }

  private Finding finding(
      ServiceWiring service, Certainty certainty, Problem.Seen seen, List<ObjectRef> related) {
    var rule =
        "must match the labels of a pod template of namespace \"%s\""
            .formatted(service.ref().namespace());
    var problem = new Problem.NotFound(pairs(service.selector()), rule, seen);
    return new Finding(this, certainty, service.ref(), SELECTOR, problem).relatedTo(related);
  }

  /// The workloads of a namespace that a Service may be about, by kind and name.
  private record Candidates(List<Workload> all) {
    static Candidates of(NamespaceView namespace) {
      return namespace.once(Candidates.class, Candidates::in);
    }

    private static Candidates in(NamespaceView namespace) {
      return new Candidates(
          namespace.workloads().stream()
              .filter(workload -> !workload.runsToCompletion())
              .sorted(
                  Comparator.<Workload, String>comparing(w -> w.ref().kind())
                      .thenComparing(w -> w.ref().name()))
              .toList());
    }
  }

  private static String described(Workload workload, ServiceWiring service, NearMiss near) {
    return workload.equals(near.workload())
        ? "%s (\"%s\")".formatted(workload.ref(), pairs(near.meant()))
        : described(workload, service.selector());
  }

  /// A workload with the labels it has under the selector's keys.
  private static String described(Workload workload, Map<String, String> selector) {
    var labels = new TreeMap<>(workload.labels());
    labels.keySet().retainAll(selector.keySet());
    return labels.isEmpty()
        ? workload.ref().toString()
        : "%s (\"%s\")".formatted(workload.ref(), pairs(labels));
  }

  private static String pairs(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(pair -> pair.getKey() + "=" + pair.getValue())
            .collect(Collectors.joining(","));
  }
}
