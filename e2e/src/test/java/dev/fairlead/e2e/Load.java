package dev.fairlead.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Clients that apply Deployments to an API server one after the other, each time with another
/// spec, and remember what failed.
final class Load implements AutoCloseable {
  private static final int CLIENTS = 3;

  /// Steady, and not as much as the machine can do: it has other work.
  private static final Duration BETWEEN_APPLIES = Duration.ofMillis(100);

  private static final Duration TO_START = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Daemon proxy;
  private final int port;
  private final String namespace;

  /// kubectl proxy takes an offer of HTTP/2 for a protocol like that of `kubectl exec`.
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final AtomicInteger applied = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean over;

  private Load(Daemon proxy, int port, String namespace) {
    this.proxy = proxy;
    this.port = port;
    this.namespace = namespace;
  }

  static Load on(Cluster cluster, String namespace) {
    var admin = cluster.admin();
    var port = Ports.free();
    var proxy =
        Daemon.start(
            "kubectl proxy",
            cluster.directory().resolve("proxy.log"),
            Map.of("KUBECONFIG", admin.kubeconfig().toString(), "HOME", admin.home().toString()),
            List.of(admin.binaries().get("kubectl").toString(), "proxy", "--port=" + port));
    var load = new Load(proxy, port, namespace);
    proxy.await("the proxy", TO_START, load::unreachable);
    return load;
  }

  private Optional<String> unreachable() {
    try {
      get("/livez");
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  void start() {
    IntStream.range(0, CLIENTS)
        .forEach(i -> clients.add(Thread.ofVirtual().start(() -> applyAgainAndAgain("load-" + i))));
  }

  private void applyAgainAndAgain(String name) {
    for (var turn = 0; !over; turn++) {
      apply(name, turn);
      LockSupport.parkNanos(BETWEEN_APPLIES.toNanos());
    }
  }

  private void apply(String name, int turn) {
    var uri =
        "http://127.0.0.1:%d/apis/apps/v1/namespaces/%s/deployments/%s?fieldManager=load&force=true"
            .formatted(port, namespace, name);
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(LONGEST)
            .header("Content-Type", "application/apply-patch+yaml")
            .method("PATCH", BodyPublishers.ofString(deployment(name, turn)))
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        failures.add(response.statusCode() + " " + response.body());
      }
    } catch (IOException e) {
      failures.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    applied.incrementAndGet();
  }

  private static String deployment(String name, int turn) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %s}
    spec:
      replicas: 0
      selector: {matchLabels: {app: %s}}
      template:
        metadata:
          labels: {app: %s}
          annotations: {turn: "%d"}
        spec:
          containers: [{name: web, image: web}]
    """
        .formatted(name, name, name, turn);
  }

  /// How many have been applied, whatever became of them.
  int applied() {
    return applied.get();
  }

  /// Waits for so many more.
  void awaitMore(int number) {
    var until = applied() + number;
    Await.until(
        number + " more applies",
        LONGEST,
        () -> Optional.of(applied()).filter(n -> n < until).map(n -> n + " of " + until));
  }

  /// Each way in which some of them failed.
  List<String> failures() {
    return failures.stream().distinct().limit(5).toList();
  }

  /// What the API server answers at a path.
  String get(String path) throws IOException {
    try {
      var uri = URI.create("http://127.0.0.1:" + port + path);
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    over = true;
    for (var client : clients) {
      try {
        client.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    http.close();
    proxy.close();
  }
}
