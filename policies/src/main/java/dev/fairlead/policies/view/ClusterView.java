package dev.fairlead.policies.view;

import dev.fairlead.policies.model.Injected;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.Backend;
import dev.fairlead.policies.resolve.DeclaredPorts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What exists, by namespace, and at most one change on top of it. A view never changes.
public final class ClusterView {
  private final Scope scope;
  private final Map<String, NamespaceView> namespaces;
  private final Set<String> created;
  private final Knowledge everywhere;
  private final Optional<ServiceDirectory> elsewhere;
  private final Patience patience;

  private ClusterView(
      Scope scope,
      Map<String, NamespaceView> namespaces,
      Set<String> created,
      Knowledge everywhere,
      Optional<ServiceDirectory> elsewhere,
      Patience patience) {
    this.scope = scope;
    this.namespaces = namespaces;
    this.created = created;
    this.everywhere = everywhere;
    this.elsewhere = elsewhere;
    this.patience = patience;
  }

  /// A live cluster's view of one namespace.
  ///
  /// @param everywhere what may be missing from it besides
  public static ClusterView ofCluster(NamespaceView namespace, Knowledge everywhere) {
    return ofCluster(namespace, everywhere, Optional.empty());
  }

  /// A live cluster's view of one namespace, which may also know the Services of all others.
  ///
  /// @param everywhere what may be missing from it besides
  public static ClusterView ofCluster(
      NamespaceView namespace, Knowledge everywhere, Optional<ServiceDirectory> elsewhere) {
    return new ClusterView(
        Scope.CLUSTER,
        Map.of(namespace.name(), namespace),
        Set.of(),
        everywhere,
        elsewhere,
        Patience.endless());
  }

  public static Builder builder(Scope scope) {
    return new Builder(scope);
  }

  public Scope scope() {
    return scope;
  }

  public Collection<NamespaceView> namespaces() {
    return namespaces.values();
  }

  public boolean hasNamespace(String name) {
    return namespaces.containsKey(name);
  }

  public NamespaceView namespace(String name) {
    var namespace = namespaces.get(name);
    return namespace == null ? NamespaceView.builder(name).build() : namespace;
  }

  /// The Services of that name in whatever namespace, by namespace.
  public List<ServiceWiring> servicesNamed(String name) {
    return Stream.concat(
            namespaces.values().stream().flatMap(namespace -> namespace.service(name).stream()),
            elsewhere.stream()
                .flatMap(directory -> directory.named(name).stream())
                .filter(service -> !namespaces.containsKey(service.ref().namespace())))
        .sorted(Comparator.comparing(service -> service.ref().namespace()))
        .toList();
  }

  /// True where all Services of a namespace are known, so that a name can be missing there.
  public boolean knowsServicesOf(String namespace) {
    return switch (scope) {
      case CLUSTER ->
          namespaces.containsKey(namespace)
              || elsewhere.filter(directory -> directory.shows(namespace)).isPresent();
      case FILES -> namespaces.containsKey(namespace);
      case COMPLETE_FILES -> true;
    };
  }

  /// True where the objects of this view make the namespace themselves.
  public boolean creates(String namespace) {
    return created.contains(namespace);
  }

  /// What may be missing from every namespace.
  public Knowledge everywhere() {
    return everywhere;
  }

  /// This view as if nothing were missing everywhere: what would be said then.
  public ClusterView knowingEverywhere() {
    return new ClusterView(scope, namespaces, created, Knowledge.COMPLETE, elsewhere, patience);
  }

  /// This view, and every one made from it, for somebody who does not look for ever.
  public ClusterView lookedAtWith(Patience limited) {
    var fresh = new LinkedHashMap<String, NamespaceView>();
    namespaces.forEach((name, namespace) -> fresh.put(name, namespace.afresh()));
    return new ClusterView(scope, fresh, created, everywhere, elsewhere, limited);
  }

  public Patience patience() {
    return patience;
  }

  /// What may be missing from the view of a namespace.
  public Knowledge knowledgeOf(String namespace) {
    return everywhere.and(namespace(namespace).knowledge());
  }

  /// What is behind a Service: the workloads that it selects and whose Pods stay.
  public List<Backend> backends(ServiceWiring service) {
    return namespace(service.ref().namespace()).backends(service);
  }

  /// The same, or the Jobs and CronJobs where a Service selects nothing else.
  public List<Backend> backendsOrJobs(ServiceWiring service) {
    var staying = backends(service);
    return staying.isEmpty() ? namespace(service.ref().namespace()).jobs(service) : staying;
  }

  /// The ports that a workload declares.
  public DeclaredPorts portsOf(Workload workload) {
    return namespace(workload.ref().namespace()).portsOf(workload);
  }

  /// What others add to the Pods of a workload.
  public Injected injected(Workload workload) {
    return namespace(workload.ref().namespace()).injected(workload);
  }

  /// The workloads whose Pods a Service selects, copies that controllers made apart.
  public List<Workload> selectedBy(ServiceWiring service) {
    return namespace(service.ref().namespace()).selectedBy(service);
  }

  /// The Services that select a workload's Pods.
  public List<ServiceWiring> selecting(Workload workload) {
    return namespace(workload.ref().namespace()).selecting(workload);
  }

  /// This view once a change has been made: `changed` takes the place of the object of its name.
  public ClusterView with(KubernetesObject changed) {
    return withNamespace(namespace(changed.ref().namespace()).with(changed));
  }

  /// The same for several objects of one namespace.
  public ClusterView withAll(List<KubernetesObject> changed) {
    return changed.isEmpty()
        ? this
        : withNamespace(namespace(changed.getFirst().ref().namespace()).withAll(changed));
  }

  /// This view before an object was there.
  public ClusterView without(KubernetesObject absent) {
    return withNamespace(namespace(absent.ref().namespace()).without(absent));
  }

  private ClusterView withNamespace(NamespaceView namespace) {
    var all = new LinkedHashMap<>(namespaces);
    all.put(namespace.name(), namespace);
    return new ClusterView(scope, all, created, everywhere, elsewhere, patience);
  }

  /// Collects objects into a view. Of two objects with one kind, namespace and name the later
  /// stands.
  public static final class Builder {
    private final Scope scope;
    private final Map<String, NamespaceView.Builder> namespaces = new LinkedHashMap<>();
    private final Set<String> created = new HashSet<>();
    private final List<OtherObject.Pods.Injects> injecting = new ArrayList<>();
    private final List<String> missingEverywhere = new ArrayList<>();

    private Builder(Scope scope) {
      this.scope = scope;
    }

    public Builder add(KubernetesObject object) {
      if (object instanceof NamespaceSwitches(_, var injection, _)) {
        created.add(object.ref().name());
        namespace(object.ref().name()).injection(injection);
        return this;
      }
      if (object instanceof OtherObject(_, OtherObject.Pods.Injects injects)) {
        injecting.add(injects);
        return this;
      }
      namespace(object.ref().namespace()).add(object);
      return this;
    }

    /// Notes something that could not be read and may be a workload of that namespace.
    public Builder missing(String namespace, String what) {
      namespace(namespace).missing(what);
      return this;
    }

    /// Notes something that could not be read and may be a workload of any namespace.
    public Builder missing(String what) {
      missingEverywhere.add(what);
      return this;
    }

    private NamespaceView.Builder namespace(String name) {
      return namespaces.computeIfAbsent(name, NamespaceView::builder);
    }

    public ClusterView build() {
      var views = new LinkedHashMap<String, NamespaceView>();
      namespaces.forEach((name, builder) -> views.put(name, builder.injecting(injecting).build()));
      return new ClusterView(
          scope,
          views,
          Set.copyOf(created),
          new Knowledge(missingEverywhere),
          Optional.empty(),
          Patience.endless());
    }
  }
}
