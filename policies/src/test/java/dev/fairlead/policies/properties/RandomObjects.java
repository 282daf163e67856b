package dev.fairlead.policies.properties;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Services and workloads of so few words that they often meet, or nearly do.
final class RandomObjects {
  private static final int MOST_OBJECTS = 7;

  private RandomObjects() {}

  /// The objects of a namespace or two, each with a name of its own.
  static Arbitrary<List<Map<String, ?>>> namespaces() {
    return Arbitraries.frequencyOf(
            Tuple.of(4, service()), Tuple.of(5, workload()), Tuple.of(1, custom()))
        .list()
        .ofMaxSize(MOST_OBJECTS)
        .uniqueElements(RandomObjects::identity);
  }

  /// A Service or a workload, which may be one of those that are there already.
  static Arbitrary<Map<String, ?>> judged() {
    return Arbitraries.oneOf(service(), workload());
  }

  static Arbitrary<Map<String, ?>> service() {
    return Combinators.combine(
            Arbitraries.of("shop", "web", "db"),
            namespace(),
            labels(),
            servicePort()
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .uniqueElements(port -> String.valueOf(port.get("name"))))
        .as(
            (name, namespace, selector, ports) ->
                object(
                    "v1",
                    "Service",
                    name,
                    namespace,
                    Map.of("selector", selector, "ports", ports)));
  }

  /// The name tells number and protocol, of which the API server wants every pair but once.
  private static Arbitrary<Map<String, Object>> servicePort() {
    Arbitrary<Object> targets =
        Arbitraries.oneOf(portName().map(name -> (Object) name), portNumber().map(n -> (Object) n));
    return Combinators.combine(Arbitraries.of(80, 443), protocol(), targets)
        .as(
            (port, protocol, target) ->
                Map.of(
                    "port",
                    port,
                    "protocol",
                    protocol,
                    "targetPort",
                    target,
                    "name",
                    protocol.toLowerCase(Locale.ROOT) + "-" + port));
  }

  static Arbitrary<Map<String, ?>> workload() {
    return Combinators.combine(
            Arbitraries.of("Deployment", "StatefulSet", "DaemonSet", "Job", "Pod"),
            Arbitraries.of("shop", "web", "db"),
            namespace(),
            labels(),
            podSpec())
        .as(RandomObjects::workload);
  }

  private static Map<String, ?> workload(
      String kind, String name, String namespace, Map<String, String> labels, Map<String, ?> pod) {
    if (kind.equals("Pod")) {
      return object(
          "v1", kind, Map.of("name", name, "namespace", namespace, "labels", labels), pod);
    }
    var template = Map.of("metadata", Map.of("labels", labels), "spec", pod);
    var version = kind.equals("Job") ? "batch/v1" : "apps/v1";
    return object(version, kind, name, namespace, Map.of("template", template));
  }

  static Arbitrary<Map<String, ?>> podSpec() {
    var restart = Arbitraries.of("", "Always");
    var init =
        Combinators.combine(container("init"), restart)
            .as(
                (container, policy) -> {
                  var sidecar = new LinkedHashMap<String, Object>(container);
                  if (!policy.isEmpty()) {
                    sidecar.put("restartPolicy", policy);
                  }
                  return sidecar;
                });
    return Combinators.combine(
            container("one").list().ofSize(1),
            container("two").list().ofMaxSize(1),
            init.list().ofMaxSize(1))
        .as(
            (first, second, inits) -> {
              var containers = new ArrayList<Map<String, Object>>(first);
              containers.addAll(second);
              return Map.of("containers", containers, "initContainers", inits);
            });
  }

  private static Arbitrary<Map<String, Object>> container(String name) {
    var port =
        Combinators.combine(portName(), portNumber(), Arbitraries.of("", "TCP", "UDP"), chance())
            .as(RandomObjects::containerPort);
    return Combinators.combine(
            port.list().ofMaxSize(3), chance(), Arbitraries.oneOf(portName(), portName()))
        .as(
            (ports, probed, probe) -> {
              var container = new LinkedHashMap<String, Object>();
              container.put("name", name);
              container.put("ports", ports);
              if (probed) {
                container.put("readinessProbe", Map.of("httpGet", Map.of("port", probe)));
              }
              return container;
            });
  }

  private static Map<String, Object> containerPort(
      String name, int number, String protocol, boolean named) {
    var port = new LinkedHashMap<String, Object>();
    port.put("containerPort", number);
    if (named) {
      port.put("name", name);
    }
    if (!protocol.isEmpty()) {
      port.put("protocol", protocol);
    }
    return port;
  }

  /// An operator's resource: Pods may come from it.
  private static Arbitrary<Map<String, ?>> custom() {
    return namespace()
        .map(namespace -> object("example.com/v1", "Database", "db", namespace, Map.of()));
  }

  private static Arbitrary<Map<String, String>> labels() {
    return Arbitraries.maps(
            Arbitraries.of("app", "tier", "app.kubernetes.io/name"),
            Arbitraries.of("shop", "shopp", "shop-api", "web", "db"))
        .ofMinSize(1)
        .ofMaxSize(2);
  }

  private static Arbitrary<String> namespace() {
    return Arbitraries.frequency(Tuple.of(5, "default"), Tuple.of(1, "other"));
  }

  static Arbitrary<String> portName() {
    return Arbitraries.of("http", "https", "metrics", "grpc");
  }

  static Arbitrary<Integer> portNumber() {
    return Arbitraries.of(80, 443, 8080, 8081, 9090);
  }

  static Arbitrary<String> protocol() {
    return Arbitraries.frequency(Tuple.of(4, "TCP"), Tuple.of(1, "UDP"));
  }

  private static Arbitrary<Boolean> chance() {
    return Arbitraries.of(true, false);
  }

  static Map<String, ?> object(
      String version, String kind, String name, String namespace, Map<String, ?> spec) {
    return object(version, kind, Map.of("name", name, "namespace", namespace), spec);
  }

  private static Map<String, ?> object(
      String version, String kind, Map<String, ?> metadata, Map<String, ?> spec) {
    return Map.of("apiVersion", version, "kind", kind, "metadata", metadata, "spec", spec);
  }

  /// What the engine makes of a tree.
  static KubernetesObject read(Map<String, ?> tree) {
    return Manifests.reading(tree).object().orElseThrow();
  }

  static List<KubernetesObject> read(List<Map<String, ?>> trees) {
    return trees.stream().map(RandomObjects::read).toList();
  }

  private static String identity(Map<String, ?> tree) {
    var ref = Manifests.reading(tree).ref();
    return ref.group() + "/" + ref + "." + ref.namespace();
  }
}
