package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.webhook.api.JsonTree;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The number of ready endpoints of each Service, summed over its EndpointSlices.
final class ReadyEndpoints implements WatchedObjects {
  private static final String SERVICE = "kubernetes.io/service-name";

  /// @param name of the Service
  private record Slice(String name, int ready) {}

  /// By namespace and name of the slice.
  private final Map<String, Map<String, Slice>> namespaces = new ConcurrentHashMap<>();

  private final Changes changes;

  /// @param changes are told of a Service that may have lost its last ready endpoint, or got its
  ///   first
  ReadyEndpoints(Changes changes) {
    this.changes = changes;
  }

  /// The ready endpoints of a namespace's Services, by name; those without a slice are left out.
  Map<String, Integer> of(String namespace) {
    return namespaces.getOrDefault(namespace, Map.of()).values().stream()
        .collect(Collectors.groupingBy(Slice::name, Collectors.summingInt(Slice::ready)));
  }

  @Override
  public ObjectRef put(Map<String, @Nullable Object> tree) {
    var ref = ref(tree);
    var slice = new Slice(service(tree), ready(tree));
    var earlier = new AtomicReference<@Nullable Slice>();
    namespaces.compute(
        ref.namespace(),
        (_, known) -> {
          var slices = known == null ? new ConcurrentHashMap<String, Slice>() : known;
          earlier.set(slices.put(ref.name(), slice));
          return slices;
        });
    var before = earlier.get();
    if (before == null || (before.ready() == 0) != (slice.ready() == 0)) {
      changes.in(ref.namespace());
    }
    return ref;
  }

  @Override
  public void remove(Map<String, @Nullable Object> tree) {
    forget(ref(tree));
  }

  private void forget(ObjectRef slice) {
    namespaces.computeIfPresent(
        slice.namespace(),
        (_, slices) -> {
          slices.remove(slice.name());
          return slices.isEmpty() ? null : slices;
        });
    changes.in(slice.namespace());
  }

  @Override
  public void retain(Set<ObjectRef> there) {
    namespaces.forEach(
        (namespace, slices) ->
            slices.keySet().stream()
                .map(name -> ref(namespace, name))
                .filter(slice -> !there.contains(slice))
                .forEach(this::forget));
  }

  private static ObjectRef ref(Map<String, @Nullable Object> tree) {
    var metadata = JsonTree.object(tree, "metadata");
    return ref(JsonTree.text(metadata, "namespace"), JsonTree.text(metadata, "name"));
  }

  private static ObjectRef ref(String namespace, String name) {
    return new ObjectRef("discovery.k8s.io/v1", "EndpointSlice", namespace, name);
  }

  private static String service(Map<String, @Nullable Object> tree) {
    return JsonTree.text(JsonTree.object(JsonTree.object(tree, "metadata"), "labels"), SERVICE);
  }

  /// An endpoint whose readiness nobody tells is ready, as consumers must take it
  /// (`EndpointConditions.ready`).
  private static int ready(Map<String, @Nullable Object> tree) {
    var ready = 0;
    for (var endpoint : JsonTree.objects(tree, "endpoints")) {
      var told = JsonTree.object(endpoint, "conditions").get("ready");
      if (!Boolean.FALSE.equals(told)) {
        ready++;
      }
    }
    return ready;
  }
}
