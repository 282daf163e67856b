package dev.fairlead.webhook.review;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Kubernetes objects as JSON trees, for tests.
final class Trees {
  private Trees() {}

  static Map<String, Object> service(String name, String app, Object targetPort) {
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Service",
        "metadata",
        Map.of("name", name),
        "spec",
        Map.of(
            "selector",
            Map.of("app", app),
            "ports",
            List.of(Map.of("port", 80, "targetPort", targetPort))));
  }

  static Map<String, Object> deployment(String name, String app, String portName, long port) {
    var container =
        Map.of(
            "name",
            "web",
            "image",
            "web",
            "ports",
            List.of(Map.of("name", portName, "containerPort", port)),
            "readinessProbe",
            Map.of("tcpSocket", Map.of("port", port)));
    return deployment(name, app, List.of(container));
  }

  static Map<String, Object> deployment(
      String name, String app, List<Map<String, Object>> containers) {
    return Map.of(
        "apiVersion",
        "apps/v1",
        "kind",
        "Deployment",
        "metadata",
        Map.of("name", name),
        "spec",
        Map.of(
            "template",
            Map.of(
                "metadata",
                Map.of("labels", Map.of("app", app)),
                "spec",
                Map.of("containers", containers))));
  }

  static Map<String, Object> namespace(String name, Map<String, Object> labels) {
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Namespace",
        "metadata",
        Map.of("name", name, "labels", labels));
  }

  /// The same object with another value at one place of its metadata.
  static Map<String, Object> with(Map<String, Object> tree, String key, Object value) {
    var metadata = new HashMap<String, Object>();
    metadata(tree).forEach((k, v) -> metadata.put(String.valueOf(k), v));
    metadata.put(key, value);
    var changed = new HashMap<>(tree);
    changed.put("metadata", metadata);
    return changed;
  }

  static Map<?, ?> metadata(Map<String, Object> tree) {
    return (Map<?, ?>) tree.getOrDefault("metadata", Map.of());
  }
}
