package dev.fairlead.policies.kinds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A kind, as CustomResourceDefinitions describe it.
///
/// @param signs the fields by which a maker of Pods is known
record CustomKind(String group, String kind, Set<String> signs, Openness openness) {
  /// What a schema tells.
  enum Openness {
    /// Every field of the spec.
    CLOSED,
    /// Not what the spec may hold.
    OPEN
  }

  CustomKind {
    signs = Set.copyOf(signs);
  }

  /// True for what kustomize adds to a definition, which names no kind.
  static boolean isPatch(Map<?, ?> definition) {
    var spec = map(definition.get("spec"));
    return !spec.containsKey("group") && !spec.containsKey("names");
  }

  /// Reads a CustomResourceDefinition of any version.
  ///
  /// @throws IllegalArgumentException where group or kind is missing
  static CustomKind of(Map<?, ?> definition) {
    var spec = map(definition.get("spec"));
    if (!(spec.get("group") instanceof String group)) {
      throw new IllegalArgumentException("a CustomResourceDefinition without spec.group");
    }
    if (!(map(spec.get("names")).get("kind") instanceof String kind)) {
      throw new IllegalArgumentException("a CustomResourceDefinition without spec.names.kind");
    }
    var signs = new TreeSet<String>();
    var openness = Openness.CLOSED;
    for (var schema : schemas(spec)) {
      signs.addAll(PodSigns.in(schema));
      openness = PodSigns.isOpen(schema) ? Openness.OPEN : openness;
    }
    return new CustomKind(group, kind, signs, openness);
  }

  /// The schema of each version; `apiextensions.k8s.io/v1beta1` may have one for all.
  private static List<Map<?, ?>> schemas(Map<?, ?> spec) {
    var schemas = new ArrayList<Map<?, ?>>();
    var validations = new ArrayList<@Nullable Object>();
    if (spec.get("versions") instanceof List<?> versions) {
      versions.forEach(version -> validations.add(map(version).get("schema")));
    }
    validations.add(spec.get("validation"));
    for (var validation : validations) {
      if (map(validation).get("openAPIV3Schema") instanceof Map<?, ?> schema) {
        schemas.add(schema);
      }
    }
    return schemas.isEmpty() ? List.of(Map.of()) : schemas;
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  /// The same kind with what another definition of it says.
  CustomKind and(CustomKind other) {
    var all = new TreeSet<>(signs);
    all.addAll(other.signs);
    return new CustomKind(group, kind, all, openness == other.openness ? openness : Openness.OPEN);
  }

  String name() {
    return group + "/" + kind;
  }
}
