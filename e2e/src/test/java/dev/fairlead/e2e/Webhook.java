package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The real webhook in a JVM of its own, with no more rights than the chart gives it, registered in
/// the cluster as the chart registers it.
final class Webhook implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final Duration TO_REGISTER = Duration.ofSeconds(30);

  /// How it is started.
  ///
  /// @param failurePolicy what the API server does where it does not answer
  /// @param cable by which it reaches the API server
  /// @param settings environment variables
  /// @param missing what the chart's ClusterRole lets it do, and here does not: `deployments`, or
  ///   `watch deployments` for one verb alone
  record Setup(
      String failurePolicy,
      Optional<Cable> cable,
      Map<String, String> settings,
      List<String> missing) {
    static final Setup AS_SHIPPED = new Setup("Fail", Optional.empty(), Map.of(), List.of());
  }

  private final Cluster cluster;
  private final Setup setup;
  private final Path directory;
  private final int port = Ports.free();
  private final int managementPort = Ports.free();
  private final Path registration;

  /// Starts the program with the least rights: at which ports, and with which log.
  private interface Starter {
    Daemon start(int port, int managementPort, String log);
  }

  private Starter starter =
      (_, _, _) -> {
        throw new IllegalStateException("not started");
      };

  private Optional<Daemon> process = Optional.empty();

  private Webhook(Cluster cluster, Setup setup) {
    this.cluster = cluster;
    this.setup = setup;
    this.directory = cluster.directory().resolve("webhook");
    this.registration = directory.resolve("registration.yaml");
  }

  /// Starts it, and returns once the API server asks it.
  static Webhook start(Cluster cluster) {
    return start(cluster, Setup.AS_SHIPPED);
  }

  /// Starts it, and returns once the API server asks it, whether or not it is ready.
  static Webhook start(Cluster cluster, Setup setup) {
    var webhook = new Webhook(cluster, setup);
    try {
      webhook.start();
      return webhook;
    } catch (IOException e) {
      webhook.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      webhook.close();
      throw e;
    }
  }

  private void start() throws IOException {
    var certificates = Files.createDirectories(directory.resolve("certificates"));
    issueForForeignHost(certificates);
    var chart = Chart.rendered(cluster.admin());
    var kubeconfig = leastPrivileged(chart);
    starter = (at, management, log) -> serve(kubeconfig, certificates, at, management, log);
    startProcess();
    if (setup.missing().isEmpty()) {
      awaitReady();
    } else {
      awaitListening();
    }
    cluster.expose(port);
    register(chart, Files.readString(certificates.resolve("ca.crt")));
  }

  /// Starts the process again that was stopped.
  void startProcess() {
    process = Optional.of(starter.start(port, managementPort, "webhook.log"));
  }

  /// Stops the process; the API server goes on to ask it.
  void stopProcess() {
    process.ifPresent(Daemon::close);
    process = Optional.empty();
  }

  void awaitReady() {
    process
        .orElseThrow()
        .await("the webhook to be ready", TO_START, () -> Program.notReady(managementPort));
  }

  void awaitListening() {
    process
        .orElseThrow()
        .await(
            "the webhook to listen",
            TO_START,
            () -> managed("livez").isEmpty() ? Optional.of("nobody there") : Optional.empty());
  }

  /// A further copy, which no API server asks.
  record Copy(Daemon process, int managementPort) implements AutoCloseable {
    boolean leads() {
      return metric(managementPort, "fairlead_settle_leader", "") == 1;
    }

    @Override
    public void close() {
      process.close();
    }
  }

  Copy startCopy() {
    var management = Ports.free();
    var copy = new Copy(starter.start(Ports.free(), management, "copy.log"), management);
    copy.process().await("the copy to be ready", TO_START, () -> Program.notReady(management));
    return copy;
  }

  /// Ends the process as a failing machine would.
  void killProcess() {
    process.ifPresent(Daemon::kill);
    process = Optional.empty();
  }

  void mustBeAlive() {
    process.orElseThrow().mustBeAlive();
  }

  /// What the management port answers; empty where it does not.
  Optional<String> managed(String path) {
    return Api.get("http://127.0.0.1:%d/%s".formatted(managementPort, path)).map(String::strip);
  }

  /// The sum of all lines of a metric that hold a text.
  double metric(String name, String holding) {
    return metric(managementPort, name, holding);
  }

  private static double metric(int managementPort, String name, String holding) {
    return Api.get("http://127.0.0.1:%d/metrics".formatted(managementPort))
        .orElseThrow()
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(holding))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  String log() {
    try {
      return Files.readString(directory.resolve("webhook.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives it the chart's ClusterRole whole.
  void grantEverything() {
    grant(Chart.rendered(cluster.admin()));
  }

  /// The webhook's own certificate is for this host as it calls itself; where the API server calls
  /// it otherwise, it is given one.
  private void issueForForeignHost(Path certificates) {
    var host = cluster.testHost();
    if (!host.equals("127.0.0.1")) {
      var authority = new Pki();
      authority.writeCertificate(certificates.resolve("ca.crt"));
      authority.issue(
          certificates.resolve("tls.crt"), certificates.resolve("tls.key"), Pki.dnsNames(host));
    }
  }

  /// A kubeconfig of the chart's ServiceAccount, under the chart's ClusterRole.
  private Path leastPrivileged(Manifests chart) {
    var admin = cluster.admin();
    var namespace = Chart.NAMESPACE;
    if (admin.kubectl("get", "namespace", namespace).exitCode() != 0) {
      admin.kubectl("create", "namespace", namespace).successful();
    }
    grant(without(chart, setup.missing()));
    var token =
        admin
            .kubectl("create", "token", Chart.RELEASE, "-n", namespace, "--duration=24h")
            .successful();
    var kubeconfig = directory.resolve("kubeconfig");
    Kubeconfig.write(kubeconfig, server(admin), Kubeconfig.authority(admin), token.out().strip());
    return kubeconfig;
  }

  private String server(Client admin) {
    return setup
        .cable()
        .map(cable -> "https://127.0.0.1:" + cable.port())
        .orElseGet(() -> Kubeconfig.server(admin));
  }

  private static Manifests without(Manifests chart, List<String> missing) {
    for (var role : chart.ofKind("ClusterRole").objects()) {
      var rules = Manifests.children(role, "rules");
      var left = rules.stream().flatMap(rule -> without(rule, missing)).toList();
      rules.clear();
      rules.addAll(left);
    }
    return chart;
  }

  /// A rule for each of its resources, with the verbs that are left.
  private static Stream<Map<String, Object>> without(
      Map<String, Object> rule, List<String> missing) {
    return Manifests.strings(rule, "resources").stream()
        .filter(resource -> !missing.contains(resource))
        .map(
            resource -> {
              var less = new HashMap<>(rule);
              less.put("resources", List.of(resource));
              less.put(
                  "verbs",
                  Manifests.strings(rule, "verbs").stream()
                      .filter(verb -> !missing.contains(verb + " " + resource))
                      .toList());
              return less;
            });
  }

  private void grant(Manifests chart) {
    var rights =
        chart.only(
            object ->
                List.of(
                        "ServiceAccount",
                        "ClusterRole",
                        "ClusterRoleBinding",
                        "Role",
                        "RoleBinding")
                    .contains(Manifests.kind(object)));
    var file = rights.write(directory.resolve("rights.yaml"));
    cluster.admin().kubectl("apply", "-f", file.toString()).successful();
  }

  private Daemon serve(
      Path kubeconfig, Path certificates, int port, int managementPort, String log) {
    var options =
        List.of(
            "serve",
            "--kubeconfig",
            kubeconfig.toString(),
            "--port",
            Integer.toString(port),
            "--management-port",
            Integer.toString(managementPort),
            "--cert-dir",
            certificates.toString(),
            "--level",
            "guard");
    return Daemon.start(
        "the webhook", directory.resolve(log), setup.settings(), Program.command(options));
  }

  /// The chart's own entries, by URL in place of the Service.
  private void register(Manifests chart, String authority) {
    var configuration =
        chart.only(object -> Manifests.kind(object).endsWith("WebhookConfiguration"));
    for (var object : configuration.objects()) {
      Manifests.children(object, "webhooks").replaceAll(entry -> byUrl(entry, authority));
    }
    configuration.write(registration);
    var admin = cluster.admin();
    admin.kubectl("apply", "-f", registration.toString()).successful();
    Await.until(
        "the API server to ask the webhook",
        TO_REGISTER,
        () ->
            Optional.of(mistake())
                .filter(run -> !run.err().contains("[probe-port-undeclared]"))
                .map(Finished::toString));
  }

  /// As shipped to tests, the API server fails where the webhook does, so that no test passes
  /// because nothing answered.
  private Map<String, Object> byUrl(Map<String, Object> entry, String authority) {
    var path = Manifests.at(entry, "clientConfig", "service").get("path");
    var changed = new HashMap<>(entry);
    changed.put("failurePolicy", setup.failurePolicy());
    changed.put(
        "clientConfig",
        Map.of(
            "url",
            "https://%s:%d%s".formatted(cluster.testHost(), port, path),
            "caBundle",
            Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8))));
    return changed;
  }

  /// A Deployment that every webhook of ours has something to say about.
  private Finished mistake() {
    return cluster.admin().kubectl("create", "--dry-run=server", "-f", mistakeFile().toString());
  }

  private Path mistakeFile() {
    return Manifests.parse(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: asked, namespace: default}
            spec:
              selector: {matchLabels: {app: asked}}
              template:
                metadata: {labels: {app: asked}}
                spec:
                  containers:
                    - name: web
                      image: web
                      readinessProbe: {tcpSocket: {port: undeclared}}
            """)
        .write(directory.resolve("mistake.yaml"));
  }

  @Override
  public void close() {
    if (Files.exists(registration)) {
      var admin = cluster.admin();
      admin.kubectl("delete", "--ignore-not-found", "-f", registration.toString()).successful();
      Await.until(
          "the API server to forget the webhook",
          TO_REGISTER,
          () -> Optional.of(mistake()).filter(run -> run.exitCode() != 0).map(Finished::toString));
    }
    process.ifPresent(Daemon::close);
  }
}
