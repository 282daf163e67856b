package dev.fairlead.webhook.review;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What of an object can change a verdict: everything but annotations that are not ours, and what
/// the API server keeps for itself.
record Relevant(@Nullable Object spec, @Nullable Object labels, Map<String, Object> switches) {
  static Relevant of(Map<String, ?> tree) {
    var metadata = tree.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
    var switches = new TreeMap<String, Object>();
    if (metadata.get("annotations") instanceof Map<?, ?> annotations) {
      annotations.forEach(
          (key, value) -> {
            if (String.valueOf(key).contains("fairlead.dev/")) {
              switches.put(String.valueOf(key), String.valueOf(value));
            }
          });
    }
    return new Relevant(tree.get("spec"), metadata.get("labels"), switches);
  }
}
