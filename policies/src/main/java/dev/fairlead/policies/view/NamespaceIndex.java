package dev.fairlead.policies.view;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.Metadata;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.EndpointMembership;
import dev.fairlead.policies.resolve.EndpointMembership.Terminating;
import dev.fairlead.policies.resolve.SelectorMatch;
import dev.fairlead.policies.resolve.SelectorMatch.Match;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The objects of a namespace by label pair: whoever is looked for by selector or by labels is
/// among few candidates.
///
/// @param labelled the workloads among them whose controllers may add labels: no label pair finds
///   them
/// @param copies live Pods that may be endpoints, and ReplicaSets whose maker is not in the view;
///   of the others the maker's template speaks
/// @param revisions the ReplicaSets of Deployments and the ControllerRevisions of others: the
///   templates that these have had
/// @param revisionsByMaker the same by what stands at the end of their chain of controllers
/// @param extraContainers by maker, what live Pods have and none of its templates shows: what
///   somebody adds to each Pod
/// @param makers the controller of each object that has one, copies that are no evidence included
/// @param unmatched the Services that no workload's template matches
/// @param servicesByPair each Service under one pair of its selector
/// @param servicesByRuntimeLabel the Services whose selector has no pair that a template can carry
record NamespaceIndex(
    Map<String, ServiceWiring> servicesByName,
    List<Workload> workloads,
    List<Workload> labelled,
    List<Workload> copies,
    List<Workload> revisions,
    Map<String, List<Workload>> revisionsByMaker,
    Map<String, List<Container>> extraContainers,
    Map<String, Metadata.Owner> makers,
    List<ServiceWiring> unmatched,
    Map<Map.Entry<String, String>, List<ServiceWiring>> servicesByPair,
    List<ServiceWiring> servicesByRuntimeLabel,
    Map<Map.Entry<String, String>, List<Workload>> workloadsByPair,
    Map<Map.Entry<String, String>, List<Workload>> copiesByPair) {

  static NamespaceIndex of(Collection<ServiceWiring> services, Collection<Workload> all) {
    return of(services, all, Map.of());
  }

  /// An index of other objects, which still knows the makers that this one knows.
  NamespaceIndex rebuilt(Collection<ServiceWiring> otherServices, Collection<Workload> others) {
    return of(otherServices, others, makers);
  }

  private static NamespaceIndex of(
      Collection<ServiceWiring> services,
      Collection<Workload> all,
      Map<String, Metadata.Owner> knownMakers) {
    var names = new HashMap<String, Workload>();
    var makers = new HashMap<>(knownMakers);
    for (var workload : all) {
      names.put(workload.ref().toString(), workload);
      workload
          .metadata()
          .controller()
          .ifPresent(owner -> makers.put(workload.ref().toString(), owner));
    }
    var workloads = all.stream().filter(workload -> !workload.ownedCopy()).toList();
    var labelled = workloads.stream().filter(Workload::mayGetMoreLabels).toList();
    var copies = all.stream().filter(workload -> isEvidence(workload, names)).toList();
    var revisions = all.stream().filter(w -> w.ownedCopy() && !w.isPod()).toList();
    var byName = new LinkedHashMap<String, ServiceWiring>();
    for (var service : services) {
      byName.put(key(service, byName.size()), service);
    }
    var servicesByPair = new HashMap<Map.Entry<String, String>, List<ServiceWiring>>();
    var servicesByRuntimeLabel = new ArrayList<ServiceWiring>();
    for (var service : services) {
      new SelectorMatch(service.selector())
          .plain().entrySet().stream()
              .min(Map.Entry.comparingByKey())
              .ifPresentOrElse(
                  pair -> servicesByPair.computeIfAbsent(pair, _ -> new ArrayList<>()).add(service),
                  () -> servicesByRuntimeLabel.add(service));
    }
    var workloadsByPair = byPair(workloads);
    var unmatched =
        services.stream()
            .filter(s -> isUnmatched(s, workloadsByPair, workloads, labelled))
            .toList();
    return new NamespaceIndex(
        byName,
        workloads,
        labelled,
        copies,
        revisions,
        revisions.stream().collect(Collectors.groupingBy(revision -> maker(revision, makers))),
        extraContainers(workloads, revisions, copies, makers),
        makers,
        unmatched,
        servicesByPair,
        servicesByRuntimeLabel,
        workloadsByPair,
        byPair(copies));
  }

  /// The name; one of its own for each Service whose name the server is yet to make up.
  private static String key(ServiceWiring service, int place) {
    var name = service.ref().name();
    return service.metadata().is(Metadata.Trait.NAME_GENERATED) ? name + "/" + place : name;
  }

  Collection<ServiceWiring> services() {
    return servicesByName.values();
  }

  Collection<ServiceWiring> named(String name) {
    return Optional.ofNullable(servicesByName.get(name)).map(List::of).orElse(List.of());
  }

  private static boolean isUnmatched(
      ServiceWiring service,
      Map<Map.Entry<String, String>, List<Workload>> byPair,
      List<Workload> all,
      List<Workload> labelled) {
    var selector = new SelectorMatch(service.selector());
    return service.selects()
        && Stream.concat(smallest(selector, byPair, all).stream(), labelled.stream())
            .noneMatch(w -> selector.of(w) == Match.FULL);
  }

  private static boolean isEvidence(Workload workload, Map<String, Workload> names) {
    if (!workload.ownedCopy() || workload.isControllerRevision()) {
      return false;
    }
    return workload
        .pod()
        .map(pod -> EndpointMembership.mayCome(pod, Terminating.LEFT_OUT))
        .orElseGet(
            () ->
                workload
                    .metadata()
                    .controller()
                    .map(o -> !names.containsKey(named(o)))
                    .orElse(false));
  }

  private static Map<Map.Entry<String, String>, List<Workload>> byPair(List<Workload> all) {
    var byPair = new LinkedHashMap<Map.Entry<String, String>, List<Workload>>();
    for (var workload : all) {
      for (var pair : workload.labels().entrySet()) {
        byPair.computeIfAbsent(pair, _ -> new ArrayList<>()).add(workload);
      }
    }
    return byPair;
  }

  Collection<Workload> workloadsThatMayCarry(SelectorMatch selector) {
    var found = smallest(selector, workloadsByPair, workloads);
    return labelled.isEmpty() || found.size() == workloads.size()
        ? found
        : Stream.concat(
                found.stream().filter(workload -> !workload.mayGetMoreLabels()), labelled.stream())
            .toList();
  }

  Collection<Workload> copiesThatMayCarry(SelectorMatch selector) {
    return smallest(selector, copiesByPair, copies);
  }

  private static Collection<Workload> smallest(
      SelectorMatch selector,
      Map<Map.Entry<String, String>, List<Workload>> byPair,
      List<Workload> all) {
    Collection<Workload> smallest = all;
    for (var pair : selector.plain().entrySet()) {
      var carrying = byPair.getOrDefault(pair, List.of());
      if (carrying.size() < smallest.size()) {
        smallest = carrying;
      }
    }
    return smallest;
  }

  Collection<ServiceWiring> servicesThatMaySelect(Workload workload) {
    if (workload.mayGetMoreLabels()) {
      return services();
    }
    var candidates = new ArrayList<>(servicesByRuntimeLabel);
    for (var pair : workload.labels().entrySet()) {
      candidates.addAll(servicesByPair.getOrDefault(pair, List.of()));
    }
    return candidates;
  }

  /// True for the Pods and ReplicaSets at the end of whose chain of controllers stands `maker`.
  boolean isMadeBy(Workload copy, ObjectRef maker) {
    return makerOf(copy).filter(owner -> isOwner(owner, maker)).isPresent();
  }

  /// What stands at the end of the chain of controllers of a copy.
  Optional<Metadata.Owner> makerOf(Workload copy) {
    return copy.metadata().controller().map(owner -> makers.getOrDefault(named(owner), owner));
  }

  Stream<Workload> revisionsOf(ObjectRef maker) {
    return revisionsByMaker.getOrDefault(maker.toString(), List.of()).stream();
  }

  /// The Pods and the templates at the end of whose chain of controllers stands `maker`.
  List<Workload> madeBy(ObjectRef maker) {
    return Stream.concat(copies.stream().filter(Workload::isPod), revisions.stream())
        .filter(copy -> isMadeBy(copy, maker))
        .toList();
  }

  /// What somebody adds to each Pod of a workload.
  List<Container> extraContainers(Workload workload) {
    var extra = extraContainers.getOrDefault(workload.ref().toString(), List.of());
    return extra.isEmpty()
        ? extra
        : extra.stream()
            .filter(e -> workload.containers().stream().noneMatch(c -> c.name().equals(e.name())))
            .toList();
  }

  private static Map<String, List<Container>> extraContainers(
      List<Workload> workloads,
      List<Workload> revisions,
      List<Workload> copies,
      Map<String, Metadata.Owner> makers) {
    var shown = new HashMap<String, Set<String>>();
    Stream.concat(workloads.stream(), revisions.stream())
        .forEach(
            template ->
                template.containers().stream()
                    .map(Container::name)
                    .forEach(
                        shown.computeIfAbsent(maker(template, makers), _ -> new HashSet<>())::add));
    var extra = new HashMap<String, List<Container>>();
    for (var pod : copies) {
      var maker = maker(pod, makers);
      var names = shown.get(maker);
      if (!pod.isPod() || names == null) {
        continue;
      }
      for (var container : pod.serving()) {
        if (names.add(container.name())) {
          extra.computeIfAbsent(maker, _ -> new ArrayList<>()).add(container);
        }
      }
    }
    return extra;
  }

  /// What stands at the end of the chain of controllers of an object, itself where there is none.
  private static String maker(Workload workload, Map<String, Metadata.Owner> makers) {
    return workload
        .metadata()
        .controller()
        .map(owner -> named(makers.getOrDefault(named(owner), owner)))
        .orElseGet(() -> workload.ref().toString());
  }

  static boolean isOwner(Metadata.Owner owner, ObjectRef ref) {
    return owner.kind().equals(ref.kind()) && owner.name().equals(ref.name());
  }

  private static String named(Metadata.Owner owner) {
    return owner.kind() + "/" + owner.name();
  }
}
