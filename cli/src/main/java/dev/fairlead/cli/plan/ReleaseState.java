package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata.Owner;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a cluster holds before or after a step. A state never changes.
///
/// Pods count as replaced as soon as their workload changes; those of a workload that holds its
/// rollout stay as they were.
final class ReleaseState {
  private final Map<Identity, KubernetesObject> objects;

  /// Workloads whose Pods are still as these templates say.
  private final Map<Identity, Workload> held;

  private final List<Unread> unread;
  private @Nullable ClusterView known;
  private @Nullable ClusterView running;

  private ReleaseState(
      Map<Identity, KubernetesObject> objects, Map<Identity, Workload> held, List<Unread> unread) {
    this.objects = objects;
    this.held = held;
    this.unread = unread;
  }

  /// @param unread what may be there besides
  static ReleaseState of(List<PlannedObject> objects, List<Unread> unread) {
    var byIdentity = new LinkedHashMap<Identity, KubernetesObject>();
    objects.forEach(object -> byIdentity.put(object.identity(), object.object()));
    return new ReleaseState(byIdentity, Map.of(), unread);
  }

  Optional<KubernetesObject> object(Identity identity) {
    return Optional.ofNullable(objects.get(identity));
  }

  /// What a Namespace says by its labels and annotations.
  Map<String, String> switches(String namespace) {
    return object(new Identity("", "Namespace", "", namespace))
        .map(object -> object.metadata().switches())
        .orElse(Map.of());
  }

  /// What admission knows: every template as it is written.
  ClusterView known() {
    var view = known;
    if (view == null) {
      view = view(Map.of());
      known = view;
    }
    return view;
  }

  /// What runs: of workloads that hold their rollout the earlier template.
  ClusterView running() {
    if (held.isEmpty()) {
      return known();
    }
    var view = running;
    if (view == null) {
      view = view(held);
      running = view;
    }
    return view;
  }

  private ClusterView view(Map<Identity, Workload> instead) {
    var builder = ClusterView.builder(Scope.CLUSTER);
    objects.forEach(
        (identity, object) -> {
          var other = instead.get(identity);
          builder.add(other == null ? object : other);
        });
    for (var gap : unread) {
      gap.namespace()
          .ifPresentOrElse(
              name -> builder.missing(name, gap.what()), () -> builder.missing(gap.what()));
    }
    return builder.build();
  }

  ReleaseState after(Step step) {
    var next = new Change();
    switch (step.operation()) {
      case DELETE -> next.delete(step.identity());
      case CREATE, UPDATE -> next.put(step.identity(), step.sent().object());
    }
    return new ReleaseState(next.objects, next.held, unread);
  }

  /// This state on its way to the next.
  private final class Change {
    private final Map<Identity, KubernetesObject> objects =
        new LinkedHashMap<>(ReleaseState.this.objects);
    private final Map<Identity, Workload> held = new LinkedHashMap<>(ReleaseState.this.held);

    void put(Identity identity, KubernetesObject object) {
      var earlier = objects.put(identity, object);
      if (!(object instanceof Workload workload)) {
        return;
      }
      if (workload.rollout() == Workload.Rollout.HELD && earlier instanceof Workload was) {
        held.putIfAbsent(identity, was);
        return;
      }
      held.remove(identity);
      var made = madeBy(workload.ref());
      objects
          .entrySet()
          .removeIf(
              entry ->
                  made.contains(entry.getKey())
                      && entry.getValue() instanceof Workload copy
                      && copy.isPod());
    }

    void delete(Identity identity) {
      var gone = objects.remove(identity);
      held.remove(identity);
      if (gone instanceof NamespaceSwitches namespace) {
        var name = namespace.ref().name();
        objects.keySet().removeIf(other -> other.namespace().equals(name));
        held.keySet().removeIf(other -> other.namespace().equals(name));
      } else if (gone instanceof Workload workload) {
        objects.keySet().removeAll(madeBy(workload.ref()));
      }
    }

    /// What controllers made of a workload, and of what they made.
    private Set<Identity> madeBy(ObjectRef maker) {
      var made = new HashSet<Identity>();
      var makers = new HashSet<>(Set.of(maker.toString()));
      var more = true;
      while (more) {
        more = false;
        for (var entry : objects.entrySet()) {
          var controller = entry.getValue().metadata().controller();
          if (entry.getKey().namespace().equals(maker.namespace())
              && controller.map(Change::named).filter(makers::contains).isPresent()
              && made.add(entry.getKey())) {
            makers.add(entry.getValue().ref().toString());
            more = true;
          }
        }
      }
      return made;
    }

    private static String named(Owner owner) {
      return owner.kind() + "/" + owner.name();
    }
  }
}
