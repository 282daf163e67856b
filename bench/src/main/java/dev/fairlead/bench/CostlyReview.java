package dev.fairlead.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// A review that takes as much of a processor as its sender can make it, and what exists beside it.
///
/// @param neighbours objects of the namespace, as trees
/// @param body an AdmissionReview, as the API server sends it
record CostlyReview(List<Map<String, Object>> neighbours, String body) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Map<String, String> WEB = Map.of("app", "web");
  private static final Map<String, String> TIER = Map.of("tier", "web");

  /// What makes a review costly: an update of an object from one version to the next.
  ///
  /// @param title what there are `n` of
  /// @param neighbours what exists besides
  record Shape(
      String title,
      IntFunction<List<Map<String, Object>>> neighbours,
      BiFunction<Integer, String, Map<String, Object>> object) {
    CostlyReview ofSize(int n) {
      var old = object.apply(n, "a");
      return new CostlyReview(
          both(neighbours.apply(n), List.of(old)), review(object.apply(n, "b"), old));
    }
  }

  static final List<Shape> SHAPES =
      List.of(
          new Shape(
              "arguments that name Services that do not exist",
              n -> List.of(),
              (n, version) ->
                  workload(version, container("args", many(n, i -> "http://none-" + i)))),
          new Shape(
              "variables that name Services that do not exist",
              n -> List.of(),
              (n, version) ->
                  workload(version, variables(n, "URL_%d", "http://%s-none-" + version))),
          new Shape(
              "variables that may be halves of addresses",
              n -> List.of(),
              (n, version) -> workload(version, variables(n, "A%d_HOST", "%s-name-" + version))),
          new Shape(
              "named ports of a Service that its workload calls otherwise",
              n -> List.of(named("web", "web", container("ports", declared(n)))),
              (n, version) ->
                  service(
                      "web", WEB, many(n, i -> port(i + 1, "n%s-%s".formatted(version, word(i)))))),
          new Shape(
              "Services that are left without a workload, beside as many others",
              n ->
                  both(
                      many(n, i -> service("s-" + word(i), TIER, List.of(port(80, 8080)))),
                      many(
                          n, i -> named("d-" + word(i), word(i), container("ports", declared(1))))),
              (n, version) -> workload(version, container("ports", declared(1)))),
          new Shape(
              "workloads, none of which the Service selects",
              n -> many(n, i -> named("d-" + word(i), word(i), container("ports", declared(1)))),
              (n, version) ->
                  service("shop", Map.of("app", "shop-" + version), List.of(port(80, 8080)))),
          new Shape(
              "Services, and 50 names of others that do not exist",
              n -> many(n, i -> service("s-" + word(i), WEB, List.of(port(80, 8080)))),
              (n, version) ->
                  workload(version, variables(50, "URL_%d", "http://%s-none-" + version))),
          new Shape(
              "workloads of a Service that lack its port",
              n -> many(n, i -> named("d-" + word(i), "web", container("ports", declared(1)))),
              (n, version) -> service("web", WEB, List.of(port(80, "port-" + version)))),
          new Shape(
              "containers whose probes look for ports that nothing declares",
              n -> List.of(service("web", WEB, List.of(port(80, 1)))),
              (n, version) -> workload(version, many(n, CostlyReview::probed))));

  private static String review(Map<String, Object> object, Map<String, Object> old) {
    var service = "Service".equals(object.get("kind"));
    var kind =
        Map.of(
            "group",
            service ? "" : "apps",
            "version",
            "v1",
            "kind",
            service ? "Service" : "Deployment");
    var request = new HashMap<String, Object>();
    request.put("uid", "0df28fbd");
    request.put("operation", "UPDATE");
    request.put("kind", kind);
    request.put("namespace", "default");
    request.put("name", "web");
    request.put("userInfo", Map.of("username", "jane"));
    request.put("options", Map.of("fieldManager", "kubectl"));
    request.put("object", object);
    request.put("oldObject", old);
    return MAPPER.writeValueAsString(
        Map.of("apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview", "request", request));
  }

  private static Map<String, Object> service(
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

  private static Map<String, Object> port(int number, Object target) {
    return Map.of("name", "p-" + number, "port", number, "targetPort", target);
  }

  /// Version `a` is what the Services select, `b` is not.
  private static Map<String, Object> workload(
      String version, List<Map<String, Object>> containers) {
    var tier = version.equals("a") ? TIER : Map.of("tier", "back");
    var labels = new HashMap<String, String>(tier);
    labels.putAll(WEB);
    labels.put("version", version);
    return workload("web", labels, containers);
  }

  private static Map<String, Object> named(
      String name, String app, List<Map<String, Object>> containers) {
    return workload(name, Map.of("app", app), containers);
  }

  private static Map<String, Object> workload(
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

  private static List<Map<String, Object>> container(String field, Object value) {
    return List.of(Map.of("name", "main", "image", "web", field, value));
  }

  private static Map<String, Object> probed(int i) {
    return Map.of(
        "name",
        "c-" + i,
        "image",
        "web",
        "ports",
        List.of(Map.of("name", "p-" + i, "containerPort", i + 1)),
        "livenessProbe",
        Map.of("tcpSocket", Map.of("port", i + 30_000)));
  }

  private static List<Map<String, Object>> variables(int n, String name, String value) {
    return container(
        "env", many(n, i -> Map.of("name", name.formatted(i), "value", value.formatted(word(i)))));
  }

  private static List<Map<String, Object>> declared(int n) {
    return many(n, i -> Map.of("name", "m-" + word(i), "containerPort", i + 20_000));
  }

  private static <T> List<T> many(int n, IntFunction<T> one) {
    return IntStream.range(0, n).mapToObj(one).toList();
  }

  private static <T> List<T> both(List<T> some, List<T> more) {
    var all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  /// A word without digits, since two names that differ in digits alone are two things.
  private static String word(int i) {
    var letters = new StringBuilder();
    for (var rest = i * 123_456_789L % 308_915_776L; letters.length() < 6; rest /= 26) {
      letters.append((char) ('a' + rest % 26));
    }
    return letters.toString();
  }
}
