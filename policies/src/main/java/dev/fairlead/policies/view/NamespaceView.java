package dev.fairlead.policies.view;

import dev.fairlead.policies.model.Injected;
import dev.fairlead.policies.model.Injector;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.Backend;
import dev.fairlead.policies.resolve.DeclaredPorts;
import dev.fairlead.policies.resolve.EndpointMembership;
import dev.fairlead.policies.resolve.EndpointMembership.Terminating;
import dev.fairlead.policies.resolve.SelectorMatch;
import dev.fairlead.policies.resolve.SelectorMatch.Match;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The Services and workloads of one namespace. Workloads that are nobody's backend are left out:
/// those that Helm runs as hooks, and bare Pods that are done or being deleted.
///
/// Look-ups by selector go through an index, so their cost does not grow with the namespace; what
/// they find comes by kind and name, so that messages do not depend on who came first.
public final class NamespaceView {
  /// One object that differs from the index: another version of it, or none.
  private record Overlay(ObjectRef ref, @Nullable KubernetesObject object) {}

  private static final Comparator<KubernetesObject> BY_KIND_AND_NAME =
      Comparator.<KubernetesObject, String>comparing(object -> object.ref().kind())
          .thenComparing(object -> object.ref().name());

  private final String name;
  private final NamespaceIndex index;
  private final Knowledge knowledge;

  /// What makes its Pods from the template of another workload.
  private final Map<ObjectRef, OtherObject.Pods.FromTemplateOf> borrowers;

  private final Additions additions;

  /// What was here a moment ago and is gone.
  private final ObjectMemory lately;

  private final @Nullable Overlay overlay;

  private final Memo<ServiceWiring, List<Workload>> selected = new Memo<>();
  private final Memo<ServiceWiring, List<Workload>> selectedCopies = new Memo<>();
  private final Memo<Workload, List<ServiceWiring>> selecting = new Memo<>();
  private final Memo<Workload, DeclaredPorts> ports = new Memo<>();
  private final Memo<Workload, Injected> injected = new Memo<>();
  private final Memo<ServiceWiring, List<Backend>> staying = new Memo<>();
  private final Memo<ServiceWiring, List<Backend>> jobs = new Memo<>();
  private final Memo<Class<?>, Object> workedOut = new Memo<>();

  private NamespaceView(
      String name,
      NamespaceIndex index,
      Knowledge knowledge,
      Map<ObjectRef, OtherObject.Pods.FromTemplateOf> borrowers,
      Additions additions,
      ObjectMemory lately,
      @Nullable Overlay overlay) {
    this.name = name;
    this.index = index;
    this.knowledge = knowledge;
    this.borrowers = borrowers;
    this.additions = additions;
    this.lately = lately;
    this.overlay = overlay;
  }

  public static Builder builder(String name) {
    return new Builder(name);
  }

  public String name() {
    return name;
  }

  public Knowledge knowledge() {
    return borrowers.isEmpty()
        ? knowledge
        : once(Knowledge.class, view -> view.knowledge.and(view.lackedTemplates()));
  }

  private Knowledge lackedTemplates() {
    var templates =
        workloads().stream()
            .map(workload -> template(workload.ref().kind(), workload.ref().name()))
            .collect(Collectors.toSet());
    var without = new ArrayList<String>();
    borrowers.forEach(
        (borrower, of) -> {
          if (!templates.contains(template(of.kind(), of.name()))) {
            without.add(mayMakePods(borrower.toString()));
          }
        });
    return new Knowledge(without);
  }

  private static String template(String kind, String name) {
    return kind + "/" + name;
  }

  /// What somebody works out about the whole namespace, once for all who ask.
  public <T> T once(Class<T> type, Function<NamespaceView, T> workOut) {
    return type.cast(workedOut.of(type, _ -> workOut.apply(this)));
  }

  private static String mayMakePods(String object) {
    return object + " may make Pods";
  }

  public List<ServiceWiring> services() {
    return merged(index.services(), ServiceWiring.class, _ -> true);
  }

  /// Every workload that has a template of its own.
  public List<Workload> workloads() {
    return merged(index.workloads(), Workload.class, workload -> !workload.ownedCopy());
  }

  /// The workloads whose controllers may add labels.
  public List<Workload> labelled() {
    return merged(index.labelled(), Workload.class, w -> !w.ownedCopy() && w.mayGetMoreLabels());
  }

  /// The workloads that carry some of a selector, and others; none that carries it in full, but for
  /// what is set at run time, is missing.
  public List<Workload> workloadsThatMayCarry(SelectorMatch selector) {
    return index.labelled().isEmpty()
        ? merged(index.workloadsThatMayCarry(selector), Workload.class, w -> !w.ownedCopy())
        : workloads();
  }

  /// The workloads whose templates carry a label.
  public List<Workload> labelled(String key, String value) {
    return merged(
        index.workloadsByPair().getOrDefault(Map.entry(key, value), List.of()),
        Workload.class,
        workload -> !workload.ownedCopy() && value.equals(workload.labels().get(key)));
  }

  public Optional<ServiceWiring> service(String serviceName) {
    return merged(
            index.named(serviceName), ServiceWiring.class, s -> s.ref().name().equals(serviceName))
        .stream()
        .findFirst();
  }

  public List<Workload> selectedBy(ServiceWiring service) {
    return selected.of(
        service, s -> carrying(s, index::workloadsThatMayCarry, w -> !w.ownedCopy()));
  }

  /// What is behind a Service: the workloads that it selects and whose Pods stay.
  List<Backend> backends(ServiceWiring service) {
    return staying.of(service, s -> backends(s, workload -> !workload.runsToCompletion()));
  }

  /// The Jobs and CronJobs that a Service selects.
  List<Backend> jobs(ServiceWiring service) {
    return jobs.of(service, s -> backends(s, Workload::runsToCompletion));
  }

  private List<Backend> backends(ServiceWiring service, Predicate<Workload> wanted) {
    return selectedBy(service).stream()
        .filter(wanted)
        .map(workload -> new Backend(workload, portsOf(workload), injected(workload)))
        .toList();
  }

  /// The live copies (Pods, ReplicaSets of owners we do not know) that a Service selects: evidence
  /// of a match, never of an absence.
  public List<Workload> copiesSelectedBy(ServiceWiring service) {
    return selectedCopies.of(
        service, s -> carrying(s, index::copiesThatMayCarry, Workload::ownedCopy));
  }

  private List<Workload> carrying(
      ServiceWiring service,
      Function<SelectorMatch, Collection<Workload>> candidates,
      Predicate<Workload> wanted) {
    if (!service.selects()) {
      return List.of();
    }
    var selector = new SelectorMatch(service.selector());
    return sorted(
        merged(
            candidates.apply(selector),
            Workload.class,
            workload -> wanted.test(workload) && selector.of(workload) == Match.FULL));
  }

  public List<ServiceWiring> selecting(Workload workload) {
    return selecting.of(workload, this::servicesSelecting);
  }

  /// The ports that a workload declares.
  public DeclaredPorts portsOf(Workload workload) {
    return ports.of(workload, DeclaredPorts::new);
  }

  private List<ServiceWiring> servicesSelecting(Workload workload) {
    return sorted(
        merged(
            index.servicesThatMaySelect(workload),
            ServiceWiring.class,
            service ->
                service.selects()
                    && new SelectorMatch(service.selector()).of(workload) == Match.FULL));
  }

  private static <T extends KubernetesObject> List<T> sorted(List<T> found) {
    return found.size() < 2 ? found : found.stream().sorted(BY_KIND_AND_NAME).toList();
  }

  /// True where a controller made the copy from what the workload says, or from what that said
  /// before.
  public boolean isMadeBy(Workload copy, Workload maker) {
    return index.isMadeBy(copy, maker.ref());
  }

  /// True where a changed workload gets a template back that it has had: it is rolled back.
  public boolean isRollback(Workload changed) {
    return revisionsOf(changed).anyMatch(r -> r.templateHash() == changed.templateHash());
  }

  /// The templates that a workload has or had, as its ReplicaSets and ControllerRevisions keep
  /// them.
  public Stream<Workload> revisionsOf(Workload workload) {
    return index.revisionsOf(workload.ref());
  }

  /// True where the earlier templates of a workload could not be read.
  public boolean lacksRevisionsOf(Workload workload) {
    return additions.withoutRevisions().contains(workload.ref().kind());
  }

  /// The Pods and templates that are left of a workload of this name, whoever deleted it.
  public List<Workload> leftOf(Workload workload) {
    return index.madeBy(workload.ref());
  }

  /// An object of this name as it was until a moment ago.
  public Optional<KubernetesObject> lately(ObjectRef ref) {
    return lately.of(ref);
  }

  /// True where something else decides how many Pods a workload has.
  public boolean isScaled(Workload workload) {
    return additions.scaled().stream()
        .anyMatch(
            scales ->
                scales.kind().equals(workload.ref().kind())
                    && scales.name().equals(workload.ref().name()));
  }

  /// What others add to the Pods of a workload.
  public Injected injected(Workload workload) {
    return injected.of(workload, this::addedTo);
  }

  private Injected addedTo(Workload workload) {
    var injectors = additions.injectors(workload);
    var containers = index.extraContainers(workload);
    return injectors.isEmpty() && containers.isEmpty()
        ? Injected.NOTHING
        : new Injected(injectors, containers);
  }

  /// The Services that select nothing; besides them a change may leave only those without a
  /// workload that selected its object before.
  public List<ServiceWiring> unmatched() {
    return merged(
        index.unmatched(),
        ServiceWiring.class,
        service -> service.selects() && selectedBy(service).isEmpty());
  }

  /// What the index holds, the overlaid object in place of its own version.
  private <T extends KubernetesObject> List<T> merged(
      Collection<T> indexed, Class<T> type, Predicate<T> wanted) {
    var merged = new ArrayList<T>();
    for (var object : indexed) {
      if (!isOverlaid(object) && wanted.test(object)) {
        merged.add(object);
      }
    }
    if (overlay != null && type.isInstance(overlay.object())) {
      var added = type.cast(overlay.object());
      if (wanted.test(added)) {
        merged.add(added);
      }
    }
    return Collections.unmodifiableList(merged);
  }

  private boolean isOverlaid(KubernetesObject object) {
    return overlay != null
        && (object.ref().sameObject(overlay.ref()) || madeBy(object, overlay.ref()));
  }

  /// True for the Pods and ReplicaSets of a changed workload: they will be made anew from what it
  /// says now.
  private boolean madeBy(KubernetesObject object, ObjectRef maker) {
    return object instanceof Workload workload
        && workload.ownedCopy()
        && index.isMadeBy(workload, maker);
  }

  /// The same view, with what is known besides the objects of the namespace.
  ///
  /// @param marks what the Namespace itself asks for
  /// @param everywhere what lies outside of namespaces and adds containers to Pods
  public NamespaceView within(
      Injector.Marks marks, List<OtherObject.Pods.Injects> everywhere, ObjectMemory memory) {
    var surrounding =
        new Additions(
            marks,
            Stream.concat(additions.injecting().stream(), everywhere.stream()).toList(),
            additions.scaled(),
            additions.withoutRevisions());
    return new NamespaceView(name, index, knowledge, borrowers, surrounding, memory, overlay);
  }

  /// The same, of which nobody has worked out anything yet.
  NamespaceView afresh() {
    return new NamespaceView(name, index, knowledge, borrowers, additions, lately, overlay);
  }

  NamespaceView with(KubernetesObject changed) {
    var after = isNoBackend(changed) ? null : changed;
    return overlaid(new Overlay(changed.ref(), after));
  }

  /// The same for several objects, each of which takes the place of the one of its name.
  NamespaceView withAll(List<? extends KubernetesObject> changed) {
    var places = changed.stream().map(NamespaceView::place).collect(Collectors.toSet());
    var makers = changed.stream().map(o -> o.ref().toString()).collect(Collectors.toSet());
    var kept =
        Stream.of(services(), workloads(), copies())
            .flatMap(List::stream)
            .filter(object -> !places.contains(place(object)) && !isMadeByOneOf(makers, object));
    var all = Stream.concat(kept, changed.stream().filter(object -> !isNoBackend(object))).toList();
    return new NamespaceView(
        name,
        index.rebuilt(ofType(ServiceWiring.class, all), ofType(Workload.class, all)),
        knowledge,
        borrowers,
        additions,
        lately,
        null);
  }

  private static <T> List<T> ofType(Class<T> type, List<? extends KubernetesObject> all) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static String place(KubernetesObject object) {
    return object.ref().group() + "/" + object.ref();
  }

  private boolean isMadeByOneOf(Set<String> makers, KubernetesObject object) {
    return object instanceof Workload workload
        && workload.ownedCopy()
        && index
            .makerOf(workload)
            .filter(maker -> makers.contains(template(maker.kind(), maker.name())))
            .isPresent();
  }

  NamespaceView without(KubernetesObject absent) {
    return overlaid(new Overlay(absent.ref(), null));
  }

  private NamespaceView overlaid(Overlay next) {
    var base = overlay == null || overlay.ref().sameObject(next.ref()) ? index : flattened();
    return new NamespaceView(name, base, knowledge, borrowers, additions, lately, next);
  }

  private NamespaceIndex flattened() {
    return index.rebuilt(
        services(), Stream.concat(workloads().stream(), copies().stream()).toList());
  }

  private List<Workload> copies() {
    return merged(index.copies(), Workload.class, Workload::ownedCopy);
  }

  private static boolean isNoBackend(KubernetesObject object) {
    return object instanceof Workload workload
        && (workload.metadata().is(Trait.HELM_HOOK) || isLeaving(workload));
  }

  private static boolean isLeaving(Workload workload) {
    return !workload.ownedCopy()
        && workload
            .pod()
            .filter(pod -> !EndpointMembership.mayCome(pod, Terminating.LEFT_OUT))
            .isPresent();
  }

  /// Collects the objects of a namespace. Of two objects with one kind and name the later stands.
  public static final class Builder {
    private final String name;
    private final Map<String, ServiceWiring> services = new LinkedHashMap<>();
    private final Map<String, Workload> workloads = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<Metadata.Owner> controllers = new ArrayList<>();

    /// What makes its Pods from the template of another workload.
    private final Map<ObjectRef, OtherObject.Pods.FromTemplateOf> borrowers = new LinkedHashMap<>();

    private final List<OtherObject.Pods.Scales> scaled = new ArrayList<>();
    private final List<OtherObject.Pods.Injects> injecting = new ArrayList<>();
    private final Set<String> withoutRevisions = new HashSet<>();
    private Injector.Marks injection = Injector.Marks.NONE;

    private Builder(String name) {
      this.name = name;
    }

    public Builder add(KubernetesObject object) {
      if (isNoBackend(object)) {
        return this;
      }
      object.metadata().controller().ifPresent(controllers::add);
      switch (object) {
        case ServiceWiring service -> services.put(key(service), service);
        case Workload workload -> workloads.put(key(workload), workload);
        case OtherObject other -> add(other);
        case NamespaceSwitches _ -> {}
      }
      return this;
    }

    private void add(OtherObject object) {
      switch (object.pods()) {
        case OtherObject.Pods.None _ -> {}
        case OtherObject.Pods.Unknown _ -> missing(mayMakePods(object.ref().toString()));
        case OtherObject.Pods.FromTemplateOf template -> borrowers.put(object.ref(), template);
        case OtherObject.Pods.Injects injects -> injecting.add(injects);
        case OtherObject.Pods.Scales scales -> scaled.add(scales);
      }
    }

    /// Notes what the Namespace itself asks for.
    public Builder injection(Injector.Marks marks) {
      injection = marks;
      return this;
    }

    /// Notes what lies outside of namespaces and adds containers to Pods.
    Builder injecting(List<OtherObject.Pods.Injects> everywhere) {
      injecting.addAll(everywhere);
      return this;
    }

    /// Notes that earlier templates of workloads of a kind could not be read.
    public Builder withoutRevisions(String kind) {
      withoutRevisions.add(kind);
      return this;
    }

    /// Objects without a name of their own never take each other's place.
    private String key(KubernetesObject object) {
      var ref = object.ref();
      var key = ref.group() + "/" + ref.kind() + "/" + ref.name();
      return object.metadata().is(Trait.NAME_GENERATED)
          ? key + "/" + services.size() + "/" + workloads.size()
          : key;
    }

    public Builder missing(String what) {
      missing.add(what);
      return this;
    }

    public NamespaceView build() {
      var here = makers();
      for (var owner : controllers) {
        if (!PodMakers.isKubernetesOwn(owner.apiVersion())
            && !here.contains(owner.kind() + "/" + owner.name())) {
          missing(mayMakePods(owner.kind() + "/" + owner.name()));
        }
      }
      var index =
          NamespaceIndex.of(List.copyOf(services.values()), List.copyOf(workloads.values()));
      return new NamespaceView(
          name,
          index,
          new Knowledge(missing.stream().distinct().toList()),
          Map.copyOf(borrowers),
          new Additions(injection, injecting, scaled, withoutRevisions),
          ObjectMemory.NOTHING,
          null);
    }

    /// Whatever may be the controller of another object, as its kind and name.
    private Set<String> makers() {
      return Stream.concat(
              workloads.values().stream().map(Workload::ref), borrowers.keySet().stream())
          .map(ObjectRef::toString)
          .collect(Collectors.toSet());
    }
  }
}
