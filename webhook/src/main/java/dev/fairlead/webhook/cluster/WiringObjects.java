package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.api.ApiKind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The objects of one kind that takes part in wiring, reduced.
final class WiringObjects implements WatchedObjects {
  private static final Logger LOG = LoggerFactory.getLogger(WiringObjects.class);

  private final ApiKind kind;
  private final Reduction reduction;
  private final KnownObjects objects;
  private final KnownStatuses statuses;
  private final Changes changes;
  private final Set<ObjectRef> unreadable = ConcurrentHashMap.newKeySet();

  WiringObjects(
      ApiKind kind,
      Reduction reduction,
      KnownObjects objects,
      KnownStatuses statuses,
      Changes changes) {
    this.kind = kind;
    this.reduction = reduction;
    this.objects = objects;
    this.statuses = statuses;
    this.changes = changes;
  }

  @Override
  public ObjectRef put(Map<String, @Nullable Object> tree) {
    var reduced = reduction.read(kind, tree);
    var object = reduced.object();
    note(object.ref(), reduced.problem());
    objects.put(object);
    if (object instanceof ServiceWiring service
        && statuses.put(service.ref(), ServiceStatus.of(tree))) {
      changes.in(service.ref().namespace());
    }
    return object.ref();
  }

  private void note(ObjectRef ref, Optional<String> problem) {
    if (problem.isEmpty()) {
      unreadable.remove(ref);
    } else if (unreadable.add(ref)) {
      LOG.atWarn()
          .addKeyValue("resource", kind.resource())
          .addKeyValue("namespace", ref.namespace())
          .addKeyValue("name", ref.name())
          .addKeyValue("reason", problem.get())
          .log("cannot read an object: denies nothing that depends on absence in its namespace");
    }
  }

  @Override
  public Set<ObjectRef> unreadable() {
    return Set.copyOf(unreadable);
  }

  @Override
  public void remove(Map<String, @Nullable Object> tree) {
    var ref = reduction.of(kind, tree).ref();
    unreadable.remove(ref);
    objects.remove(ref);
    if (kind.equals(ApiKind.SERVICES)) {
      statuses.remove(ref);
    }
  }

  @Override
  public void retain(Set<ObjectRef> there) {
    unreadable.retainAll(there);
    objects.retain(kind.group(), kind.kind(), there);
    if (kind.equals(ApiKind.SERVICES)) {
      statuses.retain(there);
    }
  }
}
