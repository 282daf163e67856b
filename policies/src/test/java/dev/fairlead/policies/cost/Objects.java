package dev.fairlead.policies.cost;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Objects of any size, as trees and reduced.
final class Objects {
  private Objects() {}

  static Map<String, Object> service(
      String name, Map<String, String> selector, List<Map<String, Object>> ports) {
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Service",
        "metadata",
        Map.of("name", name),
        "spec",
        Map.of("selector", selector, "ports", ports));
  }

  static Map<String, Object> deployment(
      String name, Map<String, String> labels, List<Map<String, Object>> containers) {
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
                "metadata", Map.of("labels", labels), "spec", Map.of("containers", containers))));
  }

  static Map<String, Object> container(String name, Map<String, Object> fields) {
    var container = new HashMap<String, Object>(fields);
    container.put("name", name);
    return container;
  }

  /// A container `web` that declares 8080.
  static Map<String, Object> web() {
    return container("web", Map.of("ports", List.of(declared("http", 8080))));
  }

  static Map<String, Object> declared(String name, int number) {
    return Map.of("name", name, "containerPort", number);
  }

  static Map<String, Object> port(int number, Object target) {
    return Map.of("name", "p-" + number, "port", number, "targetPort", target);
  }

  static <T> List<T> many(int n, IntFunction<T> one) {
    return new ArrayList<>(IntStream.range(0, n).mapToObj(one).toList());
  }

  /// A word without digits, since two names that differ in digits alone are two things. No two are
  /// equal, and few are near.
  static String word(int i) {
    var letters = new StringBuilder();
    for (var rest = i * 123_456_789L % 308_915_776L; letters.length() < 6; rest /= 26) {
      letters.append((char) ('a' + rest % 26));
    }
    return letters.toString();
  }

  static KubernetesObject read(Map<String, ?> tree) {
    return Manifests.reading(tree).object().orElseThrow();
  }
}
