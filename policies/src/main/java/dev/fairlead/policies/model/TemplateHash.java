package dev.fairlead.policies.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A number by which two pod templates are told apart. It compares the template of a Deployment
/// with earlier ones that its ReplicaSets keep.
final class TemplateHash {
  /// What a Deployment adds to the labels of its template to tell its ReplicaSets apart.
  private static final String REVISION_LABEL = "pod-template-hash";

  /// Lists that are not read of watched objects, since they say nothing about wiring; and what the
  /// API server or a client writes besides.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "creationTimestamp",
          "$patch",
          REVISION_LABEL,
          "imagePullSecrets",
          "tolerations",
          "topologySpreadConstraints",
          "volumeDevices",
          "volumeMounts",
          "volumes");

  private TemplateHash() {}

  /// Equal for equal templates, whatever the order of their keys.
  static long of(Fields template) {
    return of(template.tree());
  }

  private static long of(Object value) {
    return switch (value) {
      case Map<?, ?> object -> ofObject(object);
      case List<?> list -> ofList(list);
      // The same number may come as another type from another parser.
      default -> mixed(value.toString().hashCode());
    };
  }

  private static long ofObject(Map<?, ?> object) {
    var hash = 1L;
    for (var field : new TreeMap<>(byName(object)).entrySet()) {
      hash = mixed(hash * 31 + field.getKey().hashCode()) + of(field.getValue());
    }
    return hash;
  }

  /// The fields that say something; one that is empty may as well be absent.
  private static Map<String, Object> byName(Map<?, ?> object) {
    var fields = new TreeMap<String, Object>();
    object.forEach(
        (name, value) -> {
          var key = String.valueOf(name);
          var empty =
              value == null
                  || (value instanceof Map<?, ?> map && map.isEmpty())
                  || (value instanceof List<?> list && list.isEmpty());
          if (!empty && !LEFT_OUT.contains(key)) {
            fields.put(key, value);
          }
        });
    return fields;
  }

  private static long ofList(List<?> list) {
    var hash = 7L;
    for (var item : list) {
      hash = mixed(hash * 31 + (item == null ? 0 : of(item)));
    }
    return hash;
  }

  /// The finalizer of MurmurHash3, which spreads every bit.
  private static long mixed(long hash) {
    var mixed = hash;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
