package dev.fairlead.policies.properties;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Services and workloads of so few words that they often meet, or nearly do.
final class RandomObjects {
  private static final int MOST_OBJECTS = 7;

  private RandomObjects() {}

  /// The objects of a namespace or two, each with a name of its own.
  static List<Map<String, ?>> namespaces(Choices choices) {
    var objects = new LinkedHashMap<String, Map<String, ?>>();
    for (var object : choices.list(0, MOST_OBJECTS, RandomObjects::any)) {
      objects.putIfAbsent(identity(object), object);
    }
    return List.copyOf(objects.values());
  }

  private static Map<String, ?> any(Choices choices) {
    return switch (choices.below(10)) {
      case 0, 1, 2, 3 -> service(choices);
      case 4, 5, 6, 7, 8 -> workload(choices);
      default -> custom(choices);
    };
  }

  /// A Service or a workload, which may be one of those that are there already.
  static Map<String, ?> judged(Choices choices) {
    return choices.chance() ? workload(choices) : service(choices);
  }

  static Map<String, ?> service(Choices choices) {
    return service(namespace(choices), labels(choices), choices);
  }

  /// A Service that selects a workload.
  static Map<String, ?> serviceOf(Workload workload, Choices choices) {
    return service(workload.ref().namespace(), workload.labels(), choices);
  }

  private static Map<String, ?> service(
      String namespace, Map<String, String> selector, Choices choices) {
    var name = choices.of("shop", "web", "db");
    var ports = new LinkedHashMap<Object, Map<String, Object>>();
    for (var port : choices.list(1, 2, RandomObjects::servicePort)) {
      ports.putIfAbsent(port.get("name"), port);
    }
    return object(
        "v1",
        "Service",
        name,
        namespace,
        Map.of("selector", selector, "ports", List.copyOf(ports.values())));
  }

  /// The name tells number and protocol, of which the API server wants every pair but once.
  private static Map<String, Object> servicePort(Choices choices) {
    var port = choices.of(80, 443);
    var protocol = choices.below(5) < 4 ? "TCP" : "UDP";
    return Map.of(
        "port",
        port,
        "protocol",
        protocol,
        "targetPort",
        choices.chance() ? portNumber(choices) : portName(choices),
        "name",
        protocol.toLowerCase(Locale.ROOT) + "-" + port);
  }

  static Map<String, ?> workload(Choices choices) {
    return workload(
        choices.of("Deployment", "StatefulSet", "DaemonSet", "Job", "Pod"),
        choices.of("shop", "web", "db"),
        namespace(choices),
        labels(choices),
        podSpec(choices));
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

  private static Map<String, ?> podSpec(Choices choices) {
    var containers = new ArrayList<Map<String, Object>>();
    containers.add(container("one", choices));
    containers.addAll(choices.list(0, 1, more -> container("two", more)));
    return Map.of(
        "containers", containers, "initContainers", choices.list(0, 1, RandomObjects::init));
  }

  private static Map<String, Object> init(Choices choices) {
    var container = container("init", choices);
    if (choices.chance()) {
      container.put("restartPolicy", "Always");
    }
    return container;
  }

  private static Map<String, Object> container(String name, Choices choices) {
    var container = new LinkedHashMap<String, Object>();
    container.put("name", name);
    container.put("ports", choices.list(0, 3, RandomObjects::containerPort));
    if (choices.chance()) {
      container.put("readinessProbe", Map.of("httpGet", Map.of("port", portName(choices))));
    }
    return container;
  }

  private static Map<String, Object> containerPort(Choices choices) {
    var port = new LinkedHashMap<String, Object>();
    port.put("containerPort", portNumber(choices));
    if (choices.chance()) {
      port.put("name", portName(choices));
    }
    var protocol = choices.of("", "TCP", "UDP");
    if (!protocol.isEmpty()) {
      port.put("protocol", protocol);
    }
    return port;
  }

  /// An operator's resource: Pods may come from it.
  private static Map<String, ?> custom(Choices choices) {
    return object("example.com/v1", "Database", "db", namespace(choices), Map.of());
  }

  private static Map<String, String> labels(Choices choices) {
    var labels = new LinkedHashMap<String, String>();
    choices
        .list(1, 3, RandomObjects::label)
        .forEach(label -> labels.put(label.getKey(), label.getValue()));
    return labels;
  }

  /// Half of them with the same value, so that Services find workloads.
  private static Map.Entry<String, String> label(Choices choices) {
    return Map.entry(
        choices.of("app", "tier", "app.kubernetes.io/name"),
        choices.chance() ? choices.of("shopp", "shop-api", "web", "db") : "shop");
  }

  private static String namespace(Choices choices) {
    return choices.below(6) < 5 ? "default" : "other";
  }

  /// The last is a name that Services give their ports, too.
  private static String portName(Choices choices) {
    return choices.of("http", "https", "metrics", "tcp-80");
  }

  private static int portNumber(Choices choices) {
    return choices.of(80, 443, 8080, 8081, 9090);
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
