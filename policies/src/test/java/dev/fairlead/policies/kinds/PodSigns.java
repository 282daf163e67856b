package dev.fairlead.policies.kinds;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The fields of a kind's schema by which a maker of Pods is known.
final class PodSigns {
  /// Fields that describe Pods wherever they stand and whatever they hold.
  private static final Set<String> ANYWHERE =
      Set.of(
          "imagePullPolicy",
          "imagePullSecrets",
          "podAnnotations",
          "podLabels",
          "podMetadata",
          "podSecurityContext",
          "podSpec",
          "podTemplate",
          "podTemplateSpec",
          "runtimeClassName",
          "serviceAccountName",
          "tolerations",
          "topologySpreadConstraints");

  /// Fields that count Pods, where they hold a number.
  private static final Set<String> COUNTS =
      Set.of("instances", "parallelism", "replicaCount", "replicas");

  /// Fields that name what runs, where they hold a text or an object at the top of the spec.
  private static final Set<String> IN_SPEC = Set.of("serviceAccount", "version");

  private final Set<String> found = new TreeSet<>();

  private PodSigns() {}

  /// The paths of the fields, in order.
  ///
  /// @param schema the `openAPIV3Schema` of one version
  static Set<String> in(Map<?, ?> schema) {
    var signs = new PodSigns();
    // What a controller reports in the status is often about the Pods of others.
    at(schema, "properties")
        .forEach(
            (name, field) -> {
              if (!Set.of("apiVersion", "kind", "metadata", "status").contains(name)) {
                signs.addFrom(String.valueOf(name), field);
              }
            });
    return signs.found;
  }

  /// True where the schema does not tell what the spec may hold.
  static boolean isOpen(Map<?, ?> schema) {
    var spec = at(at(schema, "properties"), "spec");
    return at(spec, "properties").isEmpty()
        && (spec.isEmpty()
            || Boolean.TRUE.equals(spec.get("x-kubernetes-preserve-unknown-fields")));
  }

  private void addFrom(String path, @Nullable Object schema) {
    if (!(schema instanceof Map<?, ?> field) || field.isEmpty()) {
      return;
    }
    if (isSign(path, field)) {
      found.add(path);
    }
    at(field, "properties").forEach((name, below) -> addFrom(path + "." + name, below));
    addFrom(path + "[*]", at(field, "items"));
    addFrom(path + ".*", at(field, "additionalProperties"));
  }

  private static boolean isSign(String path, Map<?, ?> field) {
    var name = path.substring(path.lastIndexOf('.') + 1);
    return ANYWHERE.contains(name)
        || (COUNTS.contains(name) && "integer".equals(field.get("type")))
        || (IN_SPEC.contains(name) && path.equals("spec." + name))
        || name.equals("image")
        || (name.equals("containers") && "array".equals(field.get("type")))
        || (name.equals("resources") && at(field, "properties").containsKey("limits"));
  }

  private static Map<?, ?> at(Map<?, ?> map, String name) {
    return map.get(name) instanceof Map<?, ?> below ? below : Map.of();
  }
}
