package dev.fairlead.webhook.review;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The parts of an object that can change a verdict: all but annotations of others, and fields that
/// the API server maintains.
public record Relevant(
    @Nullable Object spec, @Nullable Object labels, Map<String, Object> switches) {
  public static Relevant of(Map<String, ?> tree) {
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
