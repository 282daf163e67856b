package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.Reading;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reduces what the API server sends to what wiring needs.
final class Reduction {
  private final ObjectReader reader;

  Reduction(ObjectReader reader) {
    this.reader = reader;
  }

  /// Never fails: an object that cannot be read may be anything, and stands as such.
  KubernetesObject of(WatchedKind kind, GenericKubernetesResource resource) {
    var reading = reader.read(tree(kind, resource), "");
    return reading.object().orElseGet(() -> unreadable(reading));
  }

  private static KubernetesObject unreadable(Reading reading) {
    var metadata = new Metadata(reading.ref(), Optional.empty(), Set.of(), Map.of());
    return new OtherObject(metadata, new OtherObject.Pods.Unknown());
  }

  /// Objects of a list name neither kind nor version, so both come from what was asked for.
  private static Map<String, Object> tree(WatchedKind kind, GenericKubernetesResource resource) {
    var tree = new HashMap<String, Object>(resource.getAdditionalProperties());
    tree.put("apiVersion", kind.apiVersion());
    tree.put("kind", kind.kind());
    tree.put("metadata", metadata(resource.getMetadata()));
    return tree;
  }

  private static Map<String, Object> metadata(ObjectMeta metadata) {
    var tree = new HashMap<String, Object>();
    tree.put("name", metadata.getName());
    tree.put("namespace", metadata.getNamespace());
    tree.put("labels", metadata.getLabels());
    tree.put("annotations", metadata.getAnnotations());
    tree.put("deletionTimestamp", metadata.getDeletionTimestamp());
    tree.put("ownerReferences", owners(metadata));
    return tree;
  }

  private static List<Map<String, Object>> owners(ObjectMeta metadata) {
    return metadata.getOwnerReferences().stream()
        .map(
            owner ->
                Map.<String, Object>of(
                    "apiVersion", owner.getApiVersion(),
                    "kind", owner.getKind(),
                    "name", owner.getName(),
                    "controller", Boolean.TRUE.equals(owner.getController())))
        .toList();
  }
}
