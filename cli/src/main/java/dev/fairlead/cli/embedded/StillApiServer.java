package dev.fairlead.cli.embedded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The part of an API server that a webhook watches, over plain HTTP. Its objects never change:
/// each list has all of them, and each watch sends each of them once.
public final class StillApiServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final List<Map<String, ?>> objects;
  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);

  private StillApiServer(List<Map<String, ?>> objects, HttpServer server) {
    this.objects = List.copyOf(objects);
    this.server = server;
  }

  /// Starts one on a free port of this machine.
  public static StillApiServer start(List<Map<String, ?>> objects) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var still = new StillApiServer(objects, server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", still::answer);
    server.start();
    return still;
  }

  /// What tells a client how to reach it.
  public String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    current-context: still
    clusters: [{name: still, cluster: {server: "http://127.0.0.1:%d"}}]
    users: [{name: still, user: {token: none}}]
    contexts: [{name: still, context: {cluster: still, user: still}}]
    """
        .formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      var path = call.getRequestURI().getPath();
      var watches = String.valueOf(call.getRequestURI().getQuery()).contains("watch=true");
      call.getResponseHeaders().add("Content-Type", "application/json");
      call.sendResponseHeaders(200, 0);
      try (var body = call.getResponseBody()) {
        if (watches) {
          watch(path, body);
        } else {
          body.write(JSON.writeValueAsBytes(path.equals("/apis") ? noGroups() : list(path)));
        }
      }
    }
  }

  private static Map<String, ?> noGroups() {
    return Map.of("kind", "APIGroupDiscoveryList", "items", List.of());
  }

  private Map<String, ?> list(String path) {
    return Map.of(
        "kind", "List", "metadata", Map.of("resourceVersion", "1"), "items", at(path).toList());
  }

  /// Objects of the kind that the path ends in.
  private Stream<Map<String, ?>> at(String path) {
    return objects.stream()
        .filter(
            object -> {
              var kind = String.valueOf(object.get("kind")).toLowerCase(Locale.ROOT);
              return path.endsWith("/" + kind + "s");
            });
  }

  private void watch(String path, OutputStream body) throws IOException {
    for (var object : at(path).toList()) {
      body.write(JSON.writeValueAsBytes(Map.of("type", "MODIFIED", "object", object)));
    }
    body.flush();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
