package dev.fairlead.policies.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values of the ConfigMaps that stand beside the workloads, from which environment variables
/// can come.
public final class ConfigMaps {
  /// For where ConfigMaps are not read, as in a live cluster.
  public static final ConfigMaps NONE = new ConfigMaps(Map.of());

  private final Map<ObjectRef, Map<String, String>> data;

  private ConfigMaps(Map<ObjectRef, Map<String, String>> data) {
    this.data = data;
  }

  /// Picks the ConfigMaps out of any objects; of two with one name the later stands.
  ///
  /// @param defaultNamespace the namespace of an object that names none
  public static ConfigMaps among(List<? extends Map<String, ?>> trees, String defaultNamespace) {
    var data = new HashMap<ObjectRef, Map<String, String>>();
    for (var tree : trees) {
      if ("v1".equals(tree.get("apiVersion")) && "ConfigMap".equals(tree.get("kind"))) {
        var root = new Fields(tree, FieldPath.ROOT, new ArrayList<>());
        var metadata = root.object("metadata");
        metadata
            .text("name")
            .map(name -> ref(metadata.text("namespace").orElse(defaultNamespace), name))
            .ifPresent(ref -> data.put(ref, new LinkedHashMap<>(root.texts("data"))));
      }
    }
    return new ConfigMaps(data);
  }

  private static ObjectRef ref(String namespace, String name) {
    return new ObjectRef("v1", "ConfigMap", namespace, name);
  }

  /// A ConfigMap's values by key; empty where it is not in view.
  Optional<Map<String, String>> valuesOf(ObjectRef configMap) {
    return Optional.ofNullable(data.get(configMap));
  }

  static ObjectRef named(String name, Metadata besides) {
    return ref(besides.ref().namespace(), name);
  }
}
