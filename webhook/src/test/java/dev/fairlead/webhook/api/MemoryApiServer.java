package dev.fairlead.webhook.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An API server in memory. It keeps objects by their path, is as strict about versions as a real
/// one, and refuses what it is told to.
public final class MemoryApiServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// A request that writes, with what was sent.
  public record Write(String method, String path, String contentType, JsonNode body) {}

  private record Change(long version, String path, String type, ObjectNode object) {}

  private record Refusal(int code, String message) {}

  /// A request that is answered with a failure.
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    Failed(int code, String message) {
      super(message);
      this.code = code;
    }
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final List<Change> history = new ArrayList<>();
  private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
  private final Map<String, Runnable> first = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Write> writes = new CopyOnWriteArrayList<>();
  private volatile Consumer<Write> before = _ -> {};
  private long version;
  private boolean closed;

  public MemoryApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    var _ = put("/version", "{}");
  }

  /// Writes a file that leads here.
  public Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        current-context: t
        clusters: [{name: t, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: t, user: {token: t}}]
        contexts: [{name: t, context: {cluster: t, user: t}}]
        """
            .formatted(server.getAddress().getPort()));
  }

  /// Stores an object, whatever was there; returns its version.
  public synchronized long put(String path, String json) {
    return store(path, (ObjectNode) JSON.readTree(json));
  }

  public synchronized void remove(String path) {
    var gone = objects.remove(path);
    if (gone != null) {
      version++;
      gone.withObject("/metadata").put("resourceVersion", Long.toString(version));
      changed(path, "DELETED", gone);
    }
  }

  public synchronized Optional<JsonNode> object(String path) {
    return Optional.ofNullable(objects.get(path)).map(ObjectNode::deepCopy);
  }

  /// Every request so far, as method and URI.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /// Every request so far that writes, those that were refused too.
  public List<Write> writes() {
    return List.copyOf(writes);
  }

  public void refuse(String method, String path, int code, String message) {
    refusals.put(method + " " + path, new Refusal(code, message));
  }

  public void allowAll() {
    refusals.clear();
  }

  /// Does something just before the next such request is answered.
  public void beforeNext(String method, String path, Runnable what) {
    first.put(method + " " + path, what);
  }

  /// Shows each request that writes before it is answered.
  public void beforeEach(Consumer<Write> what) {
    before = what;
  }

  private void answer(HttpExchange call) throws IOException {
    var path = call.getRequestURI().getPath();
    var request = call.getRequestMethod() + " " + path;
    var query = query(call);
    try (call) {
      if (call.getRequestHeaders().containsKey("Upgrade")) {
        send(call, 503, status(503, "watches come without a socket of their own"));
        return;
      }
      asked.add(call.getRequestMethod() + " " + call.getRequestURI());
      var body = call.getRequestBody().readAllBytes();
      if (!call.getRequestMethod().equals("GET")) {
        var write =
            new Write(
                call.getRequestMethod(),
                path,
                String.valueOf(call.getRequestHeaders().getFirst("Content-Type")),
                body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body));
        writes.add(write);
        before.accept(write);
      }
      Optional.ofNullable(first.remove(request)).ifPresent(Runnable::run);
      if (query.containsKey("watch") && !refusals.containsKey(request)) {
        watch(call, path, query);
        return;
      }
      try {
        send(call, 200, outcome(call.getRequestMethod(), path, query, body));
      } catch (Failed e) {
        send(call, e.code, status(e.code, String.valueOf(e.getMessage())));
      }
    }
  }

  private static Map<String, String> query(HttpExchange call) {
    var parameters = new TreeMap<String, String>();
    var text = Optional.ofNullable(call.getRequestURI().getRawQuery()).orElse("");
    for (var pair : text.split("&", -1)) {
      var parts = pair.split("=", 2);
      parameters.put(
          parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static ObjectNode status(int code, String message) {
    return JSON.createObjectNode()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Failure")
        .put("message", message)
        .put("code", code);
  }

  private void send(HttpExchange call, int code, JsonNode json) throws IOException {
    head(call, code, JSON.writeValueAsBytes(json).length);
    call.getResponseBody().write(JSON.writeValueAsBytes(json));
  }

  private void head(HttpExchange call, int code, long length) throws IOException {
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(code, length);
  }

  private synchronized JsonNode outcome(
      String method, String path, Map<String, String> query, byte[] body) throws Failed {
    var refusal = refusals.get(method + " " + path);
    if (refusal != null) {
      throw new Failed(refusal.code(), refusal.message());
    }
    var sent = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    var object = path.replaceFirst("/status$", "");
    return switch (method) {
      case "GET" -> isCollection(path) ? list(path, query) : there(path);
      case "POST" -> created(path, (ObjectNode) sent);
      case "PUT" -> replaced(object, (ObjectNode) sent);
      case "PATCH" -> patched(object, sent);
      case "DELETE" -> deleted(path);
      default -> throw new Failed(405, method);
    };
  }

  /// The segments after group, version and namespace.
  private static List<String> within(String path) {
    var segments = List.of(path.substring(1).split("/"));
    if (segments.size() < 3) {
      return List.of("", "");
    }
    var rest = segments.subList(segments.getFirst().equals("api") ? 2 : 3, segments.size());
    return rest.getFirst().equals("namespaces") && rest.size() > 2
        ? rest.subList(2, rest.size())
        : rest;
  }

  private static boolean isCollection(String path) {
    return within(path).size() == 1;
  }

  private ObjectNode there(String path) throws Failed {
    var found = objects.get(path);
    if (found == null) {
      throw new Failed(404, path + " not found");
    }
    return found;
  }

  private static boolean isIn(
      String path, String collection, ObjectNode object, Map<String, String> query) {
    var cut = path.lastIndexOf('/');
    if (cut < 0 || !isListed(path.substring(0, cut), collection)) {
      return false;
    }
    var field = query.getOrDefault("fieldSelector", "");
    var label = query.getOrDefault("labelSelector", "");
    return (field.isEmpty() || field.equals("metadata.name=" + path.substring(cut + 1)))
        && (label.isEmpty() || hasLabel(object, label.split("=", 2)));
  }

  private static boolean isListed(String parent, String collection) {
    return parent.equals(collection)
        || parent.replaceFirst("/namespaces/[^/]+/", "/").equals(collection);
  }

  private static boolean hasLabel(ObjectNode object, String[] pair) {
    return object.path("metadata").path("labels").path(pair[0]).asString("").equals(pair[1]);
  }

  private ObjectNode list(String path, Map<String, String> query) {
    var list = JSON.createObjectNode().put("kind", "List").put("apiVersion", "v1");
    list.putObject("metadata").put("resourceVersion", Long.toString(version));
    var items = list.putArray("items");
    objects.forEach(
        (where, object) -> {
          if (isIn(where, path, object, query)) {
            items.add(object);
          }
        });
    return list;
  }

  private ObjectNode created(String collection, ObjectNode sent) throws Failed {
    var path = collection + "/" + sent.path("metadata").path("name").asString();
    if (objects.containsKey(path)) {
      throw new Failed(409, path + " already exists");
    }
    var _ = store(path, sent);
    return there(path);
  }

  private ObjectNode replaced(String path, ObjectNode sent) throws Failed {
    mustBeOf(there(path), sent);
    var _ = store(path, sent);
    return there(path);
  }

  private static void mustBeOf(ObjectNode stored, JsonNode sent) throws Failed {
    for (var field : List.of("resourceVersion", "uid")) {
      var wanted = sent.path("metadata").path(field).asString("");
      if (!wanted.isEmpty() && !wanted.equals(stored.path("metadata").path(field).asString(""))) {
        throw new Failed(409, "the object has been modified: " + field);
      }
    }
  }

  private ObjectNode patched(String path, JsonNode sent) throws Failed {
    var stored = there(path).deepCopy();
    if (sent instanceof ArrayNode operations) {
      for (var operation : operations) {
        carryOut(operation, stored);
      }
    } else {
      mustBeOf(stored, sent);
      merge(stored, (ObjectNode) sent);
    }
    var _ = store(path, stored);
    return there(path);
  }

  private static void carryOut(JsonNode operation, ObjectNode stored) throws Failed {
    var pointer = operation.path("path").asString();
    var cut = pointer.lastIndexOf('/');
    var value = operation.path("value");
    if (operation.path("op").asString().equals("test")) {
      if (!stored.at(pointer).equals(value)) {
        throw new Failed(422, "the test of " + pointer + " failed");
      }
      return;
    }
    ((ObjectNode) stored.at(pointer.substring(0, cut))).set(pointer.substring(cut + 1), value);
  }

  private static void merge(ObjectNode into, ObjectNode sent) {
    for (var field : sent.properties()) {
      if (field.getValue().isNull()) {
        into.remove(field.getKey());
      } else if (field.getValue() instanceof ObjectNode inner
          && into.get(field.getKey()) instanceof ObjectNode there) {
        merge(there, inner);
      } else {
        into.set(field.getKey(), field.getValue());
      }
    }
  }

  private ObjectNode deleted(String path) throws Failed {
    var gone = there(path);
    remove(path);
    return gone;
  }

  private long store(String path, ObjectNode object) {
    version++;
    if (object.remove("stringData") instanceof ObjectNode texts) {
      var data = object.withObject("/data");
      for (var text : texts.properties()) {
        data.put(text.getKey(), base64(text.getValue().asString()));
      }
    }
    object.withObject("/metadata").put("resourceVersion", Long.toString(version));
    var before = objects.put(path, object);
    changed(path, before == null ? "ADDED" : "MODIFIED", object);
    return version;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void changed(String path, String type, ObjectNode object) {
    history.add(new Change(version, path, type, object.deepCopy()));
    notifyAll();
  }

  private void watch(HttpExchange call, String path, Map<String, String> query) throws IOException {
    head(call, 200, 0);
    call.getResponseBody().flush();
    var from = query.getOrDefault("resourceVersion", "");
    var since = from.isEmpty() ? 0 : Long.parseLong(from);
    var collection = isCollection(path) ? path : path.substring(0, path.lastIndexOf('/'));
    for (var i = 0; ; i++) {
      var change = next(i);
      if (change.isEmpty()) {
        return;
      }
      var seen = change.get();
      if (seen.version() > since && isIn(seen.path(), collection, seen.object(), query)) {
        var event = JSON.createObjectNode().put("type", seen.type());
        event.set("object", seen.object());
        call.getResponseBody().write(JSON.writeValueAsBytes(event));
        call.getResponseBody().write('\n');
        call.getResponseBody().flush();
      }
    }
  }

  /// Waits for a change; empty at the end.
  private synchronized Optional<Change> next(int number) {
    try {
      while (history.size() <= number && !closed) {
        wait();
      }
      return closed ? Optional.empty() : Optional.of(history.get(number));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
