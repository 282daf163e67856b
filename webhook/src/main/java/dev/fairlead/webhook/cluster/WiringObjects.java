package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.ServiceWiring;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The objects of one kind that takes part in wiring, reduced.
final class WiringObjects implements WatchedObjects {
  private final ApiKind kind;
  private final Reduction reduction;
  private final KnownObjects objects;
  private final KnownStatuses statuses;
  private final Changes changes;

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
    var object = reduction.of(kind, tree);
    objects.put(object);
    if (object instanceof ServiceWiring service
        && statuses.put(service.ref(), ServiceStatus.of(tree))) {
      changes.in(service.ref().namespace());
    }
    return object.ref();
  }

  @Override
  public void remove(Map<String, @Nullable Object> tree) {
    var ref = reduction.of(kind, tree).ref();
    objects.remove(ref);
    if (kind.equals(ApiKind.SERVICES)) {
      statuses.remove(ref);
    }
  }

  @Override
  public void retain(Set<ObjectRef> there) {
    objects.retain(kind.group(), kind.kind(), there);
    if (kind.equals(ApiKind.SERVICES)) {
      statuses.retain(there);
    }
  }
}
