package dev.fairlead.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Sends usual reviews to several builds of the webhook in turns, and prints what each takes.
final class Compare {
  private static final Duration TO_BE_READY = Duration.ofMinutes(1);
  private static final int ROUNDS = 16;

  /// What the JVM has compiled by then it keeps. After three rounds it is still at work, longer for
  /// a build with more code, which then looks slower than it is.
  private static final int WARM_UP_ROUNDS = 8;

  private static final int REVIEWS_A_ROUND = 4_000;

  private static final double NANOS_PER_MILLI = 1_000_000;

  private static final String SERVICE =
      """
      {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%s", "namespace": "default"},
       "spec": {"selector": {"app": "%s"}, "ports": [{"port": 80, "targetPort": "%s"}]}}
      """;

  private static final String DEPLOYMENT =
      """
      {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "shop-1", "namespace": "default"},
       "spec": {"selector": {"matchLabels": {"app": "shop-1"}}, "template": {"metadata": {"labels": {"app": "shop-1"}},
        "spec": {"containers": [{"name": "web", "image": "web:%d", "ports": [{"name": "http", "containerPort": 8080}],
         "readinessProbe": {"httpGet": {"path": "/", "port": "http"}}}]}}}}
      """;

  /// A Service that fits, one whose port does not exist, and a new image.
  private static final List<String> REVIEWS =
      List.of(
          review("CREATE", "", "Service", SERVICE.formatted("fits", "shop-2", "http"), "null"),
          review("CREATE", "", "Service", SERVICE.formatted("fails", "shop-3", "htpp"), "null"),
          review("UPDATE", "apps", "Deployment", DEPLOYMENT.formatted(2), DEPLOYMENT.formatted(1)));

  private Compare() {}

  private static String review(
      String operation, String group, String kind, String object, String old) {
    return """
    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "1", "operation": "%s",
     "kind": {"group": "%s", "version": "v1", "kind": "%s"}, "namespace": "default", "name": "shop",
     "userInfo": {"username": "jane"}, "options": {"fieldManager": "kubectl"}, "object": %s, "oldObject": %s}}
    """
        .formatted(operation, group, kind, object, old);
  }

  /// Prints a table.
  ///
  /// @param builds `name=path/to/fairlead` of each
  public static void main(String[] builds)
      throws IOException, InterruptedException, GeneralSecurityException {
    if (builds.length == 0) {
      throw new IllegalArgumentException(
          "usage: Compare NAME=LAUNCHER..., as bench/compare calls it");
    }
    var servers = new ArrayList<Server>();
    try {
      for (var build : builds) {
        var at = build.indexOf('=');
        servers.add(Server.start(build.substring(0, at), build.substring(at + 1)));
      }
      for (var round = 0; round < ROUNDS; round++) {
        for (var server : servers) {
          server.send(round >= WARM_UP_ROUNDS);
        }
      }
      print(servers, System.out);
    } finally {
      servers.forEach(Server::stop);
    }
  }

  private static void print(List<Server> servers, PrintStream out) {
    out.println("| build | reviews | p50, ms | p90, ms | p99, ms | processor for 1,000, s |");
    out.println("|---|--:|--:|--:|--:|--:|");
    for (var server : servers) {
      out.printf(
          "| %s | %,d | %.2f | %.2f | %.2f | %.2f |%n",
          server.name,
          server.nanos.size(),
          server.millis(0.5),
          server.millis(0.9),
          server.millis(0.99),
          server.processorSeconds * 1_000 / server.nanos.size());
    }
  }

  /// One build, as a process.
  private static final class Server {
    private final String name;
    private final Process process;
    private final URI uri;
    private final HttpClient client;
    private final List<Long> nanos = new ArrayList<>();
    private double processorSeconds;

    private Server(String name, Process process, URI uri, HttpClient client) {
      this.name = name;
      this.process = process;
      this.uri = uri;
      this.client = client;
    }

    static Server start(String name, String launcher)
        throws IOException, InterruptedException, GeneralSecurityException {
      var folder = Files.createTempDirectory("fairlead-compare");
      var state = new StringBuilder();
      for (var i = 0; i < 100; i++) {
        state.append(wired(i));
      }
      Files.writeString(folder.resolve("state.yaml"), state);
      var port = Processes.freePort();
      var managementPort = Processes.freePort();
      var process =
          new ProcessBuilder(
                  launcher,
                  "serve",
                  "--state",
                  folder.resolve("state.yaml").toString(),
                  "--cert-dir",
                  folder.resolve("certificates").toString(),
                  "--port=" + port,
                  "--management-port=" + managementPort)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      Processes.awaitReady(process, managementPort, TO_BE_READY, folder.resolve("log"));
      var trusting = trusting(folder.resolve("certificates").resolve("ca.crt"));
      var client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trusting).build();
      var uri = URI.create("https://localhost:%d/validate?timeout=5s".formatted(port));
      return new Server(name, process, uri, client);
    }

    /// A Deployment and its Service.
    private static String wired(int i) {
      return """
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: shop-%1$d, namespace: default }
      spec:
        selector: { matchLabels: { app: shop-%1$d } }
        template:
          metadata: { labels: { app: shop-%1$d } }
          spec:
            containers:
              - name: web
                image: web:1
                ports: [{ name: http, containerPort: 8080 }]
                readinessProbe: { httpGet: { path: /, port: http } }
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: shop-%1$d, namespace: default }
      spec: { selector: { app: shop-%1$d }, ports: [{ port: 80, targetPort: http }] }
      ---
      """
          .formatted(i);
    }

    private static SSLContext trusting(Path authority)
        throws IOException, GeneralSecurityException {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      try (var in = Files.newInputStream(authority)) {
        store.setCertificateEntry(
            "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
      }
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    }

    void send(boolean counts) throws IOException, InterruptedException {
      var began = Processes.processorSeconds(process);
      for (var i = 0; i < REVIEWS_A_ROUND; i++) {
        var request =
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(REVIEWS.get(i % REVIEWS.size())))
                .build();
        var sent = System.nanoTime();
        var status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
          throw new IllegalStateException("%s answers %d".formatted(name, status));
        }
        if (counts) {
          nanos.add(System.nanoTime() - sent);
        }
      }
      if (counts) {
        processorSeconds += Processes.processorSeconds(process) - began;
      }
    }

    double millis(double share) {
      var sorted = nanos.stream().sorted().toList();
      return sorted.get((int) (share * (sorted.size() - 1))) / NANOS_PER_MILLI;
    }

    void stop() {
      process.destroy();
      client.close();
    }
  }
}
