package dev.fairlead.policies.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.judge.Arrival;
import dev.fairlead.policies.judge.Change;
import dev.fairlead.policies.judge.Circumstances;
import dev.fairlead.policies.judge.Deletion;
import dev.fairlead.policies.judge.Judge;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Outcome;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ServiceReference;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The faults of SREGym, each put into every object of some applications to which it applies, as an
/// update by a person at guard while the healthy application stands.
class CorpusIncidentsTest {
  /// The files that hold a whole application: DeathStarBench's hotel reservation, media
  /// microservices and social network, in every form, and Online Boutique, whose variables name
  /// Services.
  private static final Set<String> APPLICATIONS =
      Set.of(
          "GoogleCloudPlatform__microservices-demo/kubernetes-manifests.yaml",
          "delimitrou__DeathStarBench/hotelReservation__helm-chart__hotelreservation.yaml",
          "delimitrou__DeathStarBench/hotelReservation__knative.yaml",
          "delimitrou__DeathStarBench/hotelReservation__openshift.yaml",
          "delimitrou__DeathStarBench/mediaMicroservices__openshift.yaml",
          "delimitrou__DeathStarBench/socialNetwork__openshift.yaml",
          "delimitrou__DeathStarBench/mediaMicroservices__helm-chart__mediamicroservices.yaml",
          "delimitrou__DeathStarBench/socialNetwork__helm-chart__socialnetwork.yaml");

  private static final int PROBED = 8080;

  /// The benchmark's probe, whatever the container listens on.
  private static final Map<String, ?> PROBE =
      Map.of("httpGet", Map.of("path", "/healthz", "port", PROBED));

  private final Tally table = new Tally("fault", "injected", "denied", "warned", "silent");
  private final List<String> silent = new ArrayList<>();

  @Test
  void nothingIsSilent() {
    CorpusFolder.orSkip().bundles().stream()
        .filter(bundle -> APPLICATIONS.contains(bundle.name()))
        .map(Application::of)
        .forEach(this::inject);
    System.out.printf("incidents:%n%s%n%s%n", table, String.join("\n", silent));
    assertThat(Fault.values()).allMatch(fault -> table.of(fault.toString(), "injected") > 0);
    assertThat(silent).isEmpty();
  }

  private void inject(Application application) {
    for (var i = 0; i < application.trees().size(); i++) {
      var tree = application.trees().get(i);
      switch (application.objects().get(i)) {
        case ServiceWiring service -> inject(application, tree, service);
        case Workload workload -> inject(application, tree, workload);
        default -> {}
      }
    }
  }

  private void inject(Application application, Map<String, Object> tree, ServiceWiring service) {
    var behind = application.view().selectedBy(service);
    if (behind.isEmpty() || service.ports().isEmpty()) {
      return;
    }
    var told = Deletion.warnings(service, application.view());
    table.count(Fault.SERVICE_DELETED.toString(), "injected");
    table.count(Fault.SERVICE_DELETED.toString(), told.isEmpty() ? "silent" : "warned");
    if (told.isEmpty()) {
      silent.add("%s %s deleted".formatted(application, service.ref()));
    }
    var works =
        IntStream.range(0, service.ports().size())
            .filter(
                i -> FindPort.declaration(behind.getFirst(), service.ports().get(i)).isPresent())
            .findFirst();
    works.ifPresent(
        i ->
            injected(
                application,
                Fault.TARGET_PORT,
                changed(
                    tree, t -> objects(at(t, "spec"), "ports").get(i).put("targetPort", 9999))));
    var name = service.ref().name();
    injected(
        application,
        Fault.SELECTOR_LABEL,
        changed(tree, t -> at(t, "spec", "selector").put("current_service_name", name)));
    // The benchmark labels two Deployments before, which breaks nothing.
    var labelled = application.labelled(behind.getFirst(), "service-route", name);
    injected(
        labelled,
        Fault.SELECTOR_OF_TWO,
        changed(tree, t -> at(t, "spec").put("selector", Map.of("service-route", name))));
  }

  private void inject(Application application, Map<String, Object> tree, Workload workload) {
    var named =
        workload.references().stream()
            .filter(r -> application.view().servicesNamed(r.host()).size() == 1)
            .toList();
    if (!named.isEmpty()) {
      injected(
          application,
          Fault.DNS_POLICY,
          changed(
              tree,
              t -> {
                podSpec(t).put("dnsPolicy", "None");
                podSpec(t)
                    .put(
                        "dnsConfig",
                        Map.of("nameservers", List.of("8.8.8.8"), "searches", List.of()));
              }));
    }
    named.stream()
        .filter(r -> r.port().isPresent() && r.text().contains(":"))
        .findFirst()
        .ifPresent(
            r -> injected(application, Fault.REFERENCE_PORT, changed(tree, t -> renumber(t, r))));
    var first = workload.serving().getFirst();
    if (first.declares("TCP")) {
      var port = first.ports().getFirst().number();
      injected(
          application, Fault.SIDECAR_PORT, changed(tree, t -> containers(t).add(sidecar(port))));
    }
    if (first.declares("TCP")
        && first.ports().stream().noneMatch(port -> port.number() == PROBED)
        && !workload.spokenNumbers().mayInclude(PROBED)
        && !application.view().injected(workload).isOpen()) {
      injected(
          application,
          Fault.PROBE_PORT,
          changed(tree, t -> containers(t).forEach(c -> c.put("readinessProbe", PROBE))));
    }
  }

  private void injected(Application application, Fault fault, Map<String, Object> tree) {
    var after = application.object(tree);
    var before =
        application.objects().stream().filter(o -> o.ref().sameObject(after.ref())).findFirst();
    var verdict =
        Judge.judge(
            new Change(before, after), application.view(), Circumstances.byPerson(Level.GUARD));
    var speaking =
        verdict.judgements().stream()
            .filter(j -> j.arrival() != Arrival.STANDING)
            .filter(j -> fault.check().equals(j.finding().check().id()))
            .toList();
    table.count(fault.toString(), "injected");
    var outcome =
        speaking.isEmpty()
            ? "silent"
            : speaking.stream().anyMatch(j -> j.outcome() == Outcome.DENY) ? "denied" : "warned";
    table.count(fault.toString(), outcome);
    if (speaking.isEmpty()) {
      silent.add("%s: %s %s".formatted(fault, application.name(), after.ref()));
    }
  }

  private static Map<String, Object> sidecar(int port) {
    return Map.of(
        "name",
        "sidecar",
        "image",
        "busybox:latest",
        "command",
        List.of("sh", "-c", "exec nc -lk -p " + port),
        "ports",
        List.of(Map.of("containerPort", port)));
  }

  private static void renumber(Map<String, Object> tree, ServiceReference reference) {
    var port = reference.port().getAsInt();
    var other = reference.host() + ":" + (port + 1);
    for (var container : containers(tree)) {
      container.replaceAll((_, value) -> replaced(value, reference.host() + ":" + port, other));
    }
  }

  private static Object replaced(Object value, String text, String by) {
    return switch (value) {
      case String s -> s.replace(text, by);
      case List<?> list -> list.stream().map(item -> replaced(item, text, by)).toList();
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<Object, Object>();
        map.forEach((key, item) -> copy.put(key, item == null ? "" : replaced(item, text, by)));
        yield copy;
      }
      default -> value;
    };
  }

  private static Map<String, Object> changed(
      Map<String, Object> tree, Consumer<Map<String, Object>> change) {
    var copy = copy(tree);
    change.accept(copy);
    return copy;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> copy(Map<String, ?> tree) {
    return (Map<String, Object>) copied(tree);
  }

  private static Object copied(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<Object, Object>();
        map.forEach((key, item) -> copy.put(key, item == null ? null : copied(item)));
        yield copy;
      }
      case List<?> list -> {
        var copy = new ArrayList<Object>();
        list.forEach(item -> copy.add(item == null ? null : copied(item)));
        yield copy;
      }
      default -> value;
    };
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> at(Map<String, Object> tree, String... fields) {
    var at = tree;
    for (var field : fields) {
      at = (Map<String, Object>) at.computeIfAbsent(field, _ -> new LinkedHashMap<>());
    }
    return at;
  }

  private static Map<String, Object> podSpec(Map<String, Object> tree) {
    return at(tree, "spec", "template", "spec");
  }

  private static List<Map<String, Object>> containers(Map<String, Object> tree) {
    return objects(podSpec(tree), "containers");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> objects(Map<String, Object> tree, String list) {
    return (List<Map<String, Object>>) Objects.requireNonNull(tree.get(list));
  }

  /// An application that runs, and nothing beside it.
  ///
  /// @param objects each as the tree of the same place says
  private record Application(
      String name, List<Map<String, Object>> trees, List<KubernetesObject> objects) {
    static Application of(CorpusBundle bundle) {
      return of(bundle.name(), bundle.trees().stream().map(CorpusIncidentsTest::copy).toList());
    }

    private static Application of(String name, List<Map<String, Object>> trees) {
      return new Application(name, trees, Manifests.objects(new ArrayList<Map<String, ?>>(trees)));
    }

    ClusterView view() {
      return Manifests.view(Scope.CLUSTER, objects);
    }

    /// An object beside the ConfigMaps of the application.
    KubernetesObject object(Map<String, Object> tree) {
      var beside = new ArrayList<Map<String, ?>>(trees);
      beside.removeIf(t -> !"ConfigMap".equals(t.get("kind")));
      beside.add(tree);
      return Manifests.objects(beside).getLast();
    }

    /// This application with one more label on the template of a workload and of the next.
    Application labelled(Workload workload, String key, String value) {
      var all = objects.stream().filter(Workload.class::isInstance).toList();
      var next = all.get((all.indexOf(workload) + 1) % all.size());
      var labelled = new ArrayList<>(trees);
      for (var one : List.of(workload, next)) {
        var at = objects.indexOf(one);
        labelled.set(
            at,
            changed(
                trees.get(at),
                t -> at(t, "spec", "template", "metadata", "labels").put(key, value)));
      }
      return of(name, labelled);
    }
  }
}
