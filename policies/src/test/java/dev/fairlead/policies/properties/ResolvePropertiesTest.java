package dev.fairlead.policies.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Selectors and target ports against the API's rules, written down once more without thought for
/// speed or for how the engine does it.
class ResolvePropertiesTest {
  private static final int TRIES = 500;

  /// A Service and a workload that may meet.
  private record Pair(Map<String, ?> service, Map<String, ?> workload) {
    static Pair random(Choices choices) {
      return new Pair(RandomObjects.service(choices), RandomObjects.workload(choices));
    }
  }

  @Test
  void aTargetPortResolvesAsKubernetesSays() {
    Property.holds(TRIES, Pair::random, pair -> resolves(pair.service(), pair.workload()));
  }

  @Test
  void aSelectorSelectsWhatKubernetesSays() {
    Property.holds(TRIES, RandomObjects::namespaces, ResolvePropertiesTest::selects);
  }

  private static void resolves(Map<String, ?> service, Map<String, ?> workload) {
    var wiring = (ServiceWiring) RandomObjects.read(service);
    var pod = (Workload) RandomObjects.read(workload);
    var ports = list(map(service, "spec"), "ports");
    assertThat(wiring.ports()).hasSameSizeAs(ports);
    for (var i = 0; i < ports.size(); i++) {
      var found = FindPort.in(pod, wiring.ports().get(i));
      assertThat(found.isPresent() ? found.getAsInt() : 0)
          .isEqualTo(number(ports.get(i), podSpec(workload)));
    }
  }

  private static void selects(List<Map<String, ?>> existing) {
    var view = Manifests.view(Scope.CLUSTER, RandomObjects.read(existing));
    var selected = new TreeSet<String>();
    for (var namespace : view.namespaces()) {
      for (var service : namespace.services()) {
        view.selectedBy(service)
            .forEach(pod -> selected.add(namespace.name() + service.ref() + " " + pod.ref()));
      }
    }
    var naive = new TreeSet<String>();
    for (var service : existing) {
      for (var workload : existing) {
        if (kind(service).equals("Service")
            && hasPods(workload)
            && namespace(service).equals(namespace(workload))
            && labels(workload).entrySet().containsAll(selector(service).entrySet())) {
          naive.add(namespace(service) + ref(service) + " " + ref(workload));
        }
      }
    }
    assertThat(selected).isEqualTo(naive);
  }

  /// The number that traffic goes to, or 0.
  private static int number(Map<?, ?> servicePort, Map<?, ?> pod) {
    if (servicePort.get("targetPort") instanceof Integer number) {
      return number;
    }
    var containers = new ArrayList<>(list(pod, "containers"));
    for (var init : list(pod, "initContainers")) {
      if ("Always".equals(init.get("restartPolicy"))) {
        containers.add(init);
      }
    }
    for (var container : containers) {
      for (var port : list(container, "ports")) {
        var protocol = port.get("protocol") == null ? "TCP" : port.get("protocol");
        if (protocol.equals(servicePort.get("protocol"))
            && Objects.equals(servicePort.get("targetPort"), port.get("name"))) {
          return Integer.parseInt(String.valueOf(port.get("containerPort")));
        }
      }
    }
    return 0;
  }

  private static boolean hasPods(Map<?, ?> object) {
    return !List.of("Service", "Database").contains(kind(object));
  }

  private static Map<?, ?> podSpec(Map<?, ?> workload) {
    return kind(workload).equals("Pod")
        ? map(workload, "spec")
        : map(map(map(workload, "spec"), "template"), "spec");
  }

  private static Map<?, ?> labels(Map<?, ?> workload) {
    return kind(workload).equals("Pod")
        ? map(map(workload, "metadata"), "labels")
        : map(map(map(map(workload, "spec"), "template"), "metadata"), "labels");
  }

  private static Map<?, ?> selector(Map<?, ?> service) {
    return map(map(service, "spec"), "selector");
  }

  private static String namespace(Map<?, ?> object) {
    return String.valueOf(map(object, "metadata").get("namespace"));
  }

  private static String ref(Map<?, ?> object) {
    return kind(object) + "/" + map(object, "metadata").get("name");
  }

  private static String kind(Map<?, ?> object) {
    return String.valueOf(object.get("kind"));
  }

  private static Map<?, ?> map(Map<?, ?> tree, String key) {
    return tree.get(key) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<Map<?, ?>> list(Map<?, ?> tree, String key) {
    var items = new ArrayList<Map<?, ?>>();
    if (tree.get(key) instanceof List<?> list) {
      list.forEach(item -> items.add((Map<?, ?>) item));
    }
    return items;
  }
}
