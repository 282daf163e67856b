package dev.fairlead.policies.cost;

import static dev.fairlead.policies.cost.Objects.container;
import static dev.fairlead.policies.cost.Objects.declared;
import static dev.fairlead.policies.cost.Objects.deployment;
import static dev.fairlead.policies.cost.Objects.many;
import static dev.fairlead.policies.cost.Objects.port;
import static dev.fairlead.policies.cost.Objects.read;
import static dev.fairlead.policies.cost.Objects.service;
import static dev.fairlead.policies.cost.Objects.web;
import static dev.fairlead.policies.cost.Objects.word;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.judge.Change;
import dev.fairlead.policies.judge.Circumstances;
import dev.fairlead.policies.judge.Deletion;
import dev.fairlead.policies.judge.Judge;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.view.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Inputs that somebody may send to keep the judge busy, each of a size that can grow. The time it
/// takes to index the namespace counts where it is part of the answer to one call.
enum Shape {
  ARGUMENT_REFERENCES(n -> updated(arguments(n, "1"), arguments(n, "2"), List.of())),
  MISSING_REFERENCES(
      n ->
          updated(
              variables(n, i -> "URL_" + i, i -> "http://absent-" + i),
              variables(n, i -> "URL_" + i, i -> "http://missing-" + i),
              List.of())),
  HOST_VARIABLES(n -> created(variables(n, i -> "A" + i + "_HOST", i -> "name-" + i))),
  /// Services that lose the one workload they selected, beside as many others.
  UNMATCHED_SERVICES(Shape::unmatchedServices),
  CHART_OF_UNMATCHED(Shape::chartOfUnmatched),
  CHART_OF_NEAR_MISSES(Shape::chartOfNearMisses),
  NAMED_PORTS(n -> portsOfService(n, Shape::named, List.of(web()))),
  NAMED_PORTS_BOTH_SIDES(n -> portsOfService(n, Shape::named, List.of(declaringNames(n)))),
  NUMBERED_PORTS_BOTH_SIDES(
      n -> portsOfService(n, i -> port(i + 1, i + 30_000), List.of(declaringNames(n)))),
  NOTHING_MATCHED(Shape::nothingMatched),
  MISSING_BESIDE_SERVICES(Shape::missingBesideServices),
  WIDE_SERVICE(Shape::wideService),
  MANY_CONTAINERS(Shape::manyContainers),
  DELETED_WORKLOAD(Shape::deletedWorkload);

  private static final Circumstances STRICT = Circumstances.byPerson(Level.STRICT);

  @SuppressWarnings("ImmutableEnumChecker") // a function of its argument alone
  private final IntFunction<Runnable> work;

  Shape(IntFunction<Runnable> work) {
    this.work = work;
  }

  /// The judging of an input of this size, ready to run.
  Runnable ofSize(int n) {
    return work.apply(n);
  }

  private static Runnable updated(
      Map<String, ?> before, Map<String, ?> after, List<KubernetesObject> others) {
    return () -> {
      var old = read(before);
      var all = new ArrayList<>(others);
      all.add(old);
      var now = Manifests.view(Scope.CLUSTER, all);
      Judge.judge(Change.update(old, read(after)), now, STRICT);
    };
  }

  private static Runnable created(Map<String, ?> tree) {
    return () ->
        Judge.judge(Change.create(read(tree)), Manifests.view(Scope.CLUSTER, List.of()), STRICT);
  }

  private static Map<String, Object> arguments(int n, String version) {
    var args = many(n, i -> "http://missing-" + i + "/");
    return deployment(
        "web",
        Map.of("app", "web", "version", version),
        List.of(container("web", Map.of("args", args))));
  }

  private static Map<String, Object> variables(
      int n, IntFunction<String> name, IntFunction<String> value) {
    var env = many(n, i -> Map.of("name", name.apply(i), "value", value.apply(i)));
    return deployment("web", Map.of("app", "web"), List.of(container("web", Map.of("env", env))));
  }

  private static Runnable unmatchedServices(int n) {
    var objects = new ArrayList<KubernetesObject>();
    objects.addAll(
        many(
            n, i -> read(service("s-" + word(i), Map.of("tier", "web"), List.of(port(80, 8080))))));
    objects.addAll(
        many(n, i -> read(deployment("d-" + word(i), Map.of("app", word(i)), List.of(web())))));
    return updated(
        deployment("web", Map.of("app", "web", "tier", "web"), List.of(web())),
        deployment("web", Map.of("app", "web", "tier", "back"), List.of(web())),
        objects);
  }

  private static Runnable chartOfUnmatched(int n) {
    var objects = new ArrayList<KubernetesObject>();
    objects.addAll(
        many(
            n,
            i ->
                read(
                    service("s-" + word(i), Map.of("app", "none-" + i), List.of(port(80, 8080))))));
    objects.addAll(
        many(n, i -> read(deployment("d-" + word(i), Map.of("app", word(i)), List.of(web())))));
    return () -> Checks.findings(Manifests.view(Scope.COMPLETE_FILES, objects));
  }

  private static Runnable chartOfNearMisses(int n) {
    var objects = new ArrayList<KubernetesObject>();
    objects.addAll(
        many(
            n,
            i ->
                read(
                    service(
                        word(i),
                        Map.of("app", "x" + word(i) + "-shop"),
                        List.of(port(80, 8080))))));
    objects.addAll(
        many(n, i -> read(deployment(word(i), Map.of("app", word(i) + "-shop"), List.of(web())))));
    return () -> Checks.findings(Manifests.view(Scope.COMPLETE_FILES, objects));
  }

  private static Map<String, Object> named(int i) {
    return port(i + 1, "n-" + word(i));
  }

  private static Map<String, Object> declaringNames(int n) {
    return container("web", Map.of("ports", many(n, i -> declared("m-" + word(i), i + 20_000))));
  }

  private static Runnable portsOfService(
      int n, IntFunction<Map<String, Object>> port, List<Map<String, Object>> containers) {
    var ports = many(n, port);
    var earlier = new ArrayList<>(ports);
    earlier.removeFirst();
    var selector = Map.of("app", "web");
    return updated(
        service("web", selector, earlier),
        service("web", selector, ports),
        List.of(read(deployment("web", selector, containers))));
  }

  private static Runnable nothingMatched(int n) {
    var workloads =
        many(n, i -> read(deployment("d-" + word(i), Map.of("app", word(i)), List.of(web()))));
    var view = Manifests.view(Scope.CLUSTER, workloads);
    var service = read(service("shop", Map.of("app", "shop"), List.of(port(80, 8080))));
    return () -> Judge.judge(Change.create(service), view, STRICT);
  }

  private static Runnable missingBesideServices(int n) {
    var services =
        many(
            n, i -> read(service("s-" + word(i), Map.of("app", word(i)), List.of(port(80, 8080)))));
    var view = Manifests.view(Scope.CLUSTER, services);
    var workload = read(variables(50, i -> "URL_" + i, i -> "http://missing-" + i));
    return () -> Judge.judge(Change.create(workload), view, STRICT);
  }

  /// A Service that selects many workloads, none of which has its port.
  private static Runnable wideService(int n) {
    var selector = Map.of("app", "web");
    var workloads = many(n, i -> read(deployment("d-" + word(i), selector, List.of(web()))));
    return updated(
        service("web", selector, List.of(port(80, "http"))),
        service("web", selector, List.of(port(80, "htpp"))),
        workloads);
  }

  private static Runnable manyContainers(int n) {
    var containers =
        many(
            n,
            i ->
                container(
                    "c-" + i,
                    Map.of(
                        "ports",
                        List.of(declared("p-" + i, i + 1)),
                        "livenessProbe",
                        Map.of("tcpSocket", Map.of("port", i + 30_000)))));
    var labels = Map.of("app", "web");
    return updated(
        deployment("web", labels, containers.subList(1, n)),
        deployment("web", labels, containers),
        List.of(read(service("web", labels, List.of(port(80, 1))))));
  }

  private static Runnable deletedWorkload(int n) {
    var labels = Map.of("app", "web");
    var workload = read(deployment("web", labels, List.of(web())));
    var objects = new ArrayList<KubernetesObject>();
    objects.add(workload);
    objects.addAll(many(n, i -> read(service("s-" + word(i), labels, List.of(port(80, 8080))))));
    objects.addAll(
        many(n, i -> read(deployment("d-" + word(i), Map.of("app", word(i)), List.of(web())))));
    return () -> Deletion.warnings(workload, Manifests.view(Scope.CLUSTER, objects));
  }
}
