package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.Injector;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.NamespaceView;
import dev.fairlead.policies.view.ServiceDirectory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The objects that are known, reduced to their wiring, by namespace; and the Namespaces. Many
/// threads may read and write at once.
final class KnownObjects {
  private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

  /// The Services of each name, by namespace; the inner maps never change.
  private final Map<String, Map<String, ServiceWiring>> servicesByName = new ConcurrentHashMap<>();

  private final Map<String, NamespaceSwitches> namespaces = new ConcurrentHashMap<>();
  private final Disclosure disclosure;
  private final Changes changes;
  private final GoneObjects gone;

  KnownObjects(Disclosure disclosure, Changes changes, InstantSource clock) {
    this.disclosure = disclosure;
    this.changes = changes;
    this.gone = new GoneObjects(clock);
  }

  void put(KubernetesObject object) {
    if (object instanceof NamespaceSwitches namespace) {
      if (!namespace.equals(namespaces.put(namespace.ref().name(), namespace))) {
        changes.in(namespace.ref().name());
      }
      return;
    }
    if (object instanceof OtherObject(_, OtherObject.Pods.None _)) {
      remove(object.ref()); // it may have had a template
      return;
    }
    if (object instanceof ServiceWiring service) {
      servicesByName.merge(
          service.ref().name(), Map.of(service.ref().namespace(), service), KnownObjects::both);
    } else {
      removeService(object.ref()); // it may have been one that can no longer be read
    }
    var changed = new ArrayList<String>(1);
    shelves.compute(
        object.ref().namespace(),
        (namespace, shelf) -> {
          var kept = shelf == null ? new Shelf(namespace) : shelf;
          if (kept.put(object)) {
            changed.add(namespace);
          }
          return kept;
        });
    changed.forEach(changes::in);
  }

  private static Map<String, ServiceWiring> both(
      Map<String, ServiceWiring> some, Map<String, ServiceWiring> newer) {
    var all = new HashMap<>(some);
    all.putAll(newer);
    return all;
  }

  void remove(ObjectRef ref) {
    if (isNamespace(ref.group(), ref.kind())) {
      namespaces.remove(ref.name());
      return;
    }
    removeService(ref);
    shelves.computeIfPresent(
        ref.namespace(),
        (_, shelf) -> {
          shelf.object(ref).filter(KnownObjects::mayComeBack).ifPresent(gone::add);
          return shelf.remove(ref) == 0 ? null : shelf;
        });
    changes.in(ref.namespace());
  }

  private void removeService(ObjectRef ref) {
    if (ref.kind().equals("Service") && ref.group().isEmpty()) {
      servicesByName.computeIfPresent(
          ref.name(),
          (_, services) -> {
            var left = new HashMap<>(services);
            left.remove(ref.namespace());
            return left.isEmpty() ? null : left;
          });
    }
  }

  /// Forgets the objects of one kind that are not among those that there are.
  void retain(String group, String kind, Set<ObjectRef> there) {
    if (isNamespace(group, kind)) {
      namespaces.values().removeIf(namespace -> !there.contains(namespace.ref()));
      return;
    }
    for (var shelf : shelves.values()) {
      shelf.of(group, kind).stream().filter(ref -> !there.contains(ref)).forEach(this::remove);
    }
  }

  private static boolean mayComeBack(KubernetesObject object) {
    return object instanceof ServiceWiring
        || (object instanceof Workload workload && !workload.ownedCopy());
  }

  private static boolean isNamespace(String group, String kind) {
    return group.isEmpty() && kind.equals("Namespace");
  }

  /// A Namespace's own switches.
  Optional<NamespaceSwitches> namespace(String name) {
    return Optional.ofNullable(namespaces.get(name));
  }

  /// The Services of other namespaces, as far as a namespace may read of them.
  ServiceDirectory servicesShownTo(String namespace) {
    var asking = namespace(namespace);
    return new ServiceDirectory() {
      @Override
      public List<ServiceWiring> named(String name) {
        return servicesByName.getOrDefault(name, Map.of()).values().stream()
            .filter(service -> shows(service.ref().namespace()))
            .toList();
      }

      @Override
      public boolean shows(String other) {
        return disclosure.shows(asking, namespace(other));
      }
    };
  }

  /// The namespaces that hold something.
  Set<String> namespaces() {
    return Set.copyOf(shelves.keySet());
  }

  /// How many objects of a namespace are known.
  int size(String namespace) {
    var shelf = shelves.get(namespace);
    return shelf == null ? 0 : shelf.size();
  }

  /// A view that is kept for whoever asks next.
  NamespaceView view(String namespace) {
    return view(namespace, Shelf::view);
  }

  /// The same view, kept only where it was already.
  NamespaceView glance(String namespace) {
    return view(namespace, Shelf::glance);
  }

  private NamespaceView view(String namespace, Function<Shelf, NamespaceView> of) {
    var shelf = shelves.get(namespace);
    var view = shelf == null ? NamespaceView.builder(namespace).build() : of.apply(shelf);
    return within(view);
  }

  /// A view with what is known besides the objects of its namespace.
  NamespaceView within(NamespaceView view) {
    var marks =
        namespace(view.name()).map(NamespaceSwitches::injection).orElse(Injector.Marks.NONE);
    return view.within(marks, injecting(), this::lately);
  }

  /// What lies outside of namespaces and adds containers to Pods.
  private List<OtherObject.Pods.Injects> injecting() {
    var everywhere = shelves.get("");
    return everywhere == null ? List.of() : everywhere.injecting();
  }

  /// An object as it was until a moment ago; where a watch has not told yet that it is gone, as it
  /// is known.
  private Optional<KubernetesObject> lately(ObjectRef ref) {
    return gone.of(ref)
        .or(
            () ->
                Optional.ofNullable(shelves.get(ref.namespace()))
                    .flatMap(shelf -> shelf.object(ref)));
  }

  /// The objects of one namespace, and their view once somebody has asked for it.
  private static final class Shelf {
    private record Key(String group, String kind, String name) {
      static Key of(ObjectRef ref) {
        return new Key(ref.group().intern(), ref.kind(), ref.name());
      }
    }

    private final String namespace;
    private final Map<Key, KubernetesObject> objects = new HashMap<>();
    private volatile @Nullable NamespaceView view;

    Shelf(String namespace) {
      this.namespace = namespace;
    }

    /// Returns whether the object differs from what was there.
    synchronized boolean put(KubernetesObject object) {
      var differs = !object.equals(objects.put(Key.of(object.ref()), object));
      if (differs) {
        view = null;
      }
      return differs;
    }

    synchronized int size() {
      return objects.size();
    }

    synchronized Optional<KubernetesObject> object(ObjectRef ref) {
      return Optional.ofNullable(objects.get(Key.of(ref)));
    }

    synchronized List<OtherObject.Pods.Injects> injecting() {
      return objects.values().stream()
          .filter(OtherObject.class::isInstance)
          .map(object -> ((OtherObject) object).pods())
          .filter(OtherObject.Pods.Injects.class::isInstance)
          .map(OtherObject.Pods.Injects.class::cast)
          .toList();
    }

    /// Returns how many objects are left.
    synchronized int remove(ObjectRef ref) {
      if (objects.remove(Key.of(ref)) != null) {
        view = null;
      }
      return objects.size();
    }

    synchronized List<ObjectRef> of(String group, String kind) {
      return objects.values().stream()
          .map(KubernetesObject::ref)
          .filter(ref -> ref.kind().equals(kind) && ref.group().equals(group))
          .toList();
    }

    NamespaceView view() {
      var current = view;
      return current == null ? keep() : current;
    }

    private synchronized NamespaceView keep() {
      var built = build();
      view = built;
      return built;
    }

    NamespaceView glance() {
      var current = view;
      return current == null ? build() : current;
    }

    private synchronized NamespaceView build() {
      var builder = NamespaceView.builder(namespace);
      objects.values().forEach(builder::add);
      return builder.build();
    }
  }
}
