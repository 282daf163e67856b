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

/// The real webhook in a JVM of its own, with no more rights than the chart gives it, registered in
/// the cluster as the chart registers it.
final class Webhook implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final Duration TO_REGISTER = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final Path directory;
  private final int port = Ports.free();
  private final int managementPort = Ports.free();
  private final Path registration;

  private Optional<Daemon> process = Optional.empty();

  private Webhook(Cluster cluster) {
    this.cluster = cluster;
    this.directory = cluster.directory().resolve("webhook");
    this.registration = directory.resolve("registration.yaml");
  }

  /// Starts it, and returns once the API server asks it.
  static Webhook start(Cluster cluster) {
    var webhook = new Webhook(cluster);
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
    var daemon = serve(kubeconfig, certificates);
    process = Optional.of(daemon);
    daemon.await("the webhook to be ready", TO_START, () -> Program.notReady(managementPort));
    cluster.expose(port);
    register(chart, Files.readString(certificates.resolve("ca.crt")));
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
    var rights =
        chart.only(
            object ->
                List.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding")
                    .contains(Manifests.kind(object)));
    var file = rights.write(directory.resolve("rights.yaml"));
    admin.kubectl("apply", "-f", file.toString()).successful();
    var token =
        admin
            .kubectl("create", "token", Chart.RELEASE, "-n", namespace, "--duration=24h")
            .successful();
    var kubeconfig = directory.resolve("kubeconfig");
    Kubeconfig.write(kubeconfig, admin, token.out().strip());
    return kubeconfig;
  }

  private Daemon serve(Path kubeconfig, Path certificates) {
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
        "the webhook", directory.resolve("webhook.log"), Map.of(), Program.command(options));
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

  /// Fails where the webhook does, so that no test passes because nothing answered.
  private Map<String, Object> byUrl(Map<String, Object> entry, String authority) {
    var path = Manifests.at(entry, "clientConfig", "service").get("path");
    var changed = new HashMap<>(entry);
    changed.put("failurePolicy", "Fail");
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
