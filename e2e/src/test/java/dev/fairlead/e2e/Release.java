package dev.fairlead.e2e;

import dev.fairlead.policies.judge.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A release of the chart: its replicas as processes of this host that have its rights, and its
/// entries by URL in place of its Service.
final class Release implements AutoCloseable {
  private static final Duration TO_REGISTER = Duration.ofSeconds(45);

  /// Which replica the API server asks.
  enum Routing {
    /// Any, as behind a Service.
    BALANCED,
    /// The first about Services, the second about workloads.
    BY_KIND
  }

  private final Cluster cluster;
  private final Client client;
  private final String name;
  private final String namespace;
  private final Routing routing;
  private final Manifests chart;
  private final Path directory;
  private Optional<Replicas> replicas = Optional.empty();
  private Optional<Balancer> balancer = Optional.empty();

  private Release(
      Cluster cluster, String name, String namespace, Routing routing, Manifests chart) {
    this.cluster = cluster;
    this.client = cluster.admin();
    this.name = name;
    this.namespace = namespace;
    this.routing = routing;
    this.chart = chart;
    this.directory = cluster.directory().resolve(namespace);
  }

  /// Starts all replicas at the same time, and returns once each is ready.
  ///
  /// @param options for `helm template`
  static Release start(
      Cluster cluster,
      String name,
      String namespace,
      int replicas,
      Routing routing,
      String... options) {
    var chart = Chart.renderedAs(cluster.admin(), name, namespace, options);
    var release = new Release(cluster, name, namespace, routing, chart);
    try {
      release.start(replicas);
      return release;
    } catch (RuntimeException | Error e) {
      release.close();
      throw e;
    }
  }

  private void start(int number) {
    client.kubectl("create", "namespace", namespace).successful();
    grantRights();
    var token =
        client
            .kubectl("create", "token", name + "-fairlead", "-n", namespace, "--duration=24h")
            .successful();
    Kubeconfig.write(kubeconfig(), client, token.out().strip());
    var started = Replicas.start(number, kubeconfig(), directory, settings());
    replicas = Optional.of(started);
    apply("registration", registration(started.ports()));
    started.awaitReady();
  }

  Replicas replicas() {
    return replicas.orElseThrow();
  }

  Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  /// Gives the replicas the rights that the chart gives them, and its empty Secret.
  void grantRights() {
    var kinds =
        List.of(
            "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "Secret");
    apply("rights", chart.only(object -> kinds.contains(Manifests.kind(object))));
  }

  /// What the chart gives its container, and the name by which this API server calls the host.
  Map<String, String> settings() {
    var pod =
        Manifests.at(chart.ofKind("Deployment").objects().getFirst(), "spec", "template", "spec");
    var environment = new HashMap<String, String>();
    for (var entry : Manifests.children(Manifests.children(pod, "containers").getFirst(), "env")) {
      environment.put(String.valueOf(entry.get("name")), String.valueOf(entry.get("value")));
    }
    environment.put("FAIRLEAD_CERTIFICATES_NAMES", cluster.testHost());
    return environment;
  }

  private Manifests registration(List<Integer> ports) {
    var configuration =
        chart.only(object -> Manifests.kind(object).endsWith("WebhookConfiguration"));
    for (var object : configuration.objects()) {
      var entries = Manifests.children(object, "webhooks");
      var routed =
          switch (routing) {
            case BALANCED -> balanced(entries, ports);
            case BY_KIND -> byKind(entries, ports);
          };
      entries.clear();
      entries.addAll(routed);
    }
    return configuration;
  }

  private List<Map<String, Object>> balanced(
      List<Map<String, Object>> entries, List<Integer> ports) {
    if (balancer.isEmpty()) {
      balancer = Optional.of(Balancer.over(ports));
    }
    var port = balancer.get().port();
    return entries.stream().map(entry -> to(port, entry)).toList();
  }

  private List<Map<String, Object>> byKind(List<Map<String, Object>> entries, List<Integer> ports) {
    return entries.stream()
        .flatMap(
            entry ->
                Stream.of(
                    only("services", "services"::equals, to(ports.getFirst(), entry)),
                    only(
                        "workloads",
                        resource -> !resource.equals("services"),
                        to(ports.getLast(), entry))))
        .filter(entry -> !Manifests.children(entry, "rules").isEmpty())
        .toList();
  }

  private static Map<String, Object> only(
      String prefix, Predicate<String> resources, Map<String, Object> entry) {
    var less = new HashMap<>(entry);
    less.put("name", prefix + "." + entry.get("name"));
    less.put(
        "rules",
        Manifests.children(entry, "rules").stream()
            .map(rule -> with(rule, Manifests.strings(rule, "resources"), resources))
            .filter(rule -> !Manifests.strings(rule, "resources").isEmpty())
            .toList());
    return less;
  }

  private static Map<String, Object> with(
      Map<String, Object> rule, List<String> resources, Predicate<String> wanted) {
    var less = new HashMap<>(rule);
    less.put("resources", resources.stream().filter(wanted).toList());
    return less;
  }

  private Map<String, Object> to(int port, Map<String, Object> entry) {
    cluster.expose(port);
    var changed = new HashMap<>(entry);
    var path = Manifests.at(entry, "clientConfig", "service").get("path");
    var url = "https://%s:%d%s".formatted(cluster.testHost(), port, path);
    changed.put("clientConfig", Map.of("url", url));
    return changed;
  }

  /// The API server takes notice of a registration a moment after it is written.
  void awaitAsked() {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    Await.until(
        "the API server to ask a replica",
        TO_REGISTER,
        () -> Optional.of(mistake(sandbox)).filter(run -> !isAnswered(run)).map(Finished::err));
  }

  private static Finished mistake(Sandbox sandbox) {
    var file = sandbox.write("mistake.yaml", Example.named("probe-port-undeclared").workloads());
    return sandbox.apply(file, "--dry-run=server");
  }

  private static boolean isAnswered(Finished mistake) {
    return mistake.err().contains("[probe-port-undeclared]");
  }

  private void apply(String fileName, Manifests manifests) {
    var file = manifests.write(file(fileName));
    client.kubectl("apply", "-f", file.toString()).successful();
  }

  private Path file(String fileName) {
    return directory.resolve(fileName + ".yaml");
  }

  /// Takes the entries away, and stops the replicas once the API server asks them no more.
  @Override
  public void close() {
    var registration = file("registration");
    if (Files.exists(registration)) {
      client.kubectl("delete", "--ignore-not-found", "-f", registration.toString()).successful();
      var sandbox = Sandbox.create(cluster, Level.GUARD);
      Await.until(
          "the API server to forget the replicas",
          TO_REGISTER,
          () ->
              Optional.of(mistake(sandbox))
                  .filter(run -> run.exitCode() != 0)
                  .map(Finished::toString));
    }
    replicas.ifPresent(Replicas::close);
    balancer.ifPresent(Balancer::close);
  }
}
