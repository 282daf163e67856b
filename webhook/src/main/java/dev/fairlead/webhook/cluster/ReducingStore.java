package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ObjectRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An informer's store that passes each object on as it arrives and keeps nothing but its name.
final class ReducingStore implements ItemStore<GenericKubernetesResource> {
  private final WatchedKind kind;
  private final Reduction reduction;
  private final Consumer<KubernetesObject> arrived;
  private final Consumer<ObjectRef> gone;
  private final Map<String, ObjectRef> refs = new ConcurrentHashMap<>();

  ReducingStore(
      WatchedKind kind,
      Reduction reduction,
      Consumer<KubernetesObject> arrived,
      Consumer<ObjectRef> gone) {
    this.kind = kind;
    this.reduction = reduction;
    this.arrived = arrived;
    this.gone = gone;
  }

  @Override
  public String getKey(GenericKubernetesResource resource) {
    return Cache.metaNamespaceKeyFunc(resource);
  }

  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource resource) {
    var object = reduction.of(kind, resource);
    arrived.accept(object);
    return refs.put(key, object.ref()) == null ? null : resource;
  }

  @Override
  public @Nullable GenericKubernetesResource remove(String key) {
    var ref = refs.remove(key);
    if (ref == null) {
      return null;
    }
    gone.accept(ref);
    return named(ref);
  }

  @Override
  public Stream<String> keySet() {
    return refs.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return refs.values().stream().map(ReducingStore::named);
  }

  @Override
  public int size() {
    return refs.size();
  }

  @Override
  public @Nullable GenericKubernetesResource get(String key) {
    var ref = refs.get(key);
    return ref == null ? null : named(ref);
  }

  @Override
  public boolean isFullState() {
    return false;
  }

  private static GenericKubernetesResource named(ObjectRef ref) {
    var resource = new GenericKubernetesResource();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(ref.name())
            .withNamespace(ref.namespace().isEmpty() ? null : ref.namespace())
            .build());
    return resource;
  }
}
