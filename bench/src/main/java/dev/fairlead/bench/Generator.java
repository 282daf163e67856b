package dev.fairlead.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A server that speaks as much of an API server's protocol as Fairlead needs: discovery, lists in
/// pages and watches, of generated objects; and it takes conditions of Services, Events and one
/// Lease.
final class Generator implements AutoCloseable {
  private static final Pattern PARAMETER = Pattern.compile("([^&=]+)=([^&]*)");

  /// How many objects Fairlead asks for at once.
  private static final int PAGE = 500;

  private final Population population;
  private final HttpServer server;
  private final AtomicLong version = new AtomicLong(1_000_000);
  private final Map<GeneratedKind, BlockingQueue<String>> watches = new ConcurrentHashMap<>();

  /// What was written to the status of Services, by path.
  private final Map<String, String> statuses = new ConcurrentHashMap<>();

  /// The pages of all lists as they are before anything changes: an API server would not write them
  /// on the machine of the webhook.
  private final Map<GeneratedKind, List<byte[]>> pages = new EnumMap<>(GeneratedKind.class);

  private volatile boolean changed;
  private volatile String lease = "";

  private Generator(Population population, HttpServer server) {
    this.population = population;
    this.server = server;
  }

  static Generator start(Population population) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var generator = new Generator(population, server);
    generator.writePages();
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", generator::answer);
    server.start();
    return generator;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      var path = call.getRequestURI().getPath();
      var kind = GeneratedKind.at(path);
      if (path.equals("/version")) {
        send(call, "{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.3\"}");
      } else if (path.equals("/apis")) {
        send(call, "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}");
      } else if (path.contains("/leases")) {
        lease(call);
      } else if (path.endsWith("/events")) {
        send(call, body(call));
      } else if (path.endsWith("/status")) {
        status(call, path);
      } else if (kind.isEmpty()) {
        call.sendResponseHeaders(404, -1);
      } else if (parameter(call, "watch").isPresent()) {
        watch(call, kind.get());
      } else {
        list(call, kind.get());
      }
    }
  }

  private static String body(HttpExchange call) throws IOException {
    return new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Whoever makes it holds it, for nobody else asks.
  private void lease(HttpExchange call) throws IOException {
    if (call.getRequestMethod().equals("POST")) {
      lease = versioned(body(call));
    }
    if (lease.isEmpty()) {
      call.sendResponseHeaders(404, -1);
    } else {
      send(call, lease);
    }
  }

  private void status(HttpExchange call, String path) throws IOException {
    changed = true;
    var applied = body(call);
    var status = applied.indexOf("\"status\":");
    statuses.put(path, status < 0 ? "{}" : applied.substring(status + 9, applied.length() - 1));
    send(call, versioned(applied));
  }

  private String versioned(String object) {
    return object.replaceFirst(
        "\"metadata\":\\{",
        "\"metadata\":{\"resourceVersion\":\"%d\",".formatted(version.incrementAndGet()));
  }

  /// How many Services have a status that was written.
  int statuses() {
    return statuses.size();
  }

  private String object(GeneratedKind kind, int index, long version) {
    var object = population.object(kind, index, version);
    return kind == GeneratedKind.SERVICES ? withStatus(object, index) : object;
  }

  private String withStatus(String service, int index) {
    var path = population.servicePath(index) + "/status";
    var status = statuses.get(path);
    return status == null
        ? service
        : service.replace("\"status\":{\"loadBalancer\":{}}", "\"status\":" + status);
  }

  private static Optional<String> parameter(HttpExchange call, String name) {
    var query = Optional.ofNullable(call.getRequestURI().getQuery()).orElse("");
    return PARAMETER
        .matcher(query)
        .results()
        .filter(parameter -> parameter.group(1).equals(name))
        .map(parameter -> parameter.group(2))
        .findFirst();
  }

  private static void send(HttpExchange call, String json) throws IOException {
    send(call, json.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange call, byte[] json) throws IOException {
    call.getResponseHeaders().add("Content-Type", "application/json");
    call.sendResponseHeaders(200, 0);
    try (var body = call.getResponseBody()) {
      body.write(json);
    }
  }

  private void writePages() {
    for (var kind : GeneratedKind.values()) {
      var written = new ArrayList<byte[]>();
      for (var from = 0; from == 0 || from < population.of(kind); from += PAGE) {
        written.add(page(kind, from, PAGE));
      }
      pages.put(kind, written);
    }
  }

  private void list(HttpExchange call, GeneratedKind kind) throws IOException {
    int from = parameter(call, "continue").map(Integer::parseInt).orElse(0);
    int limit = parameter(call, "limit").map(Integer::parseInt).orElse(Integer.MAX_VALUE);
    send(
        call, !changed && limit == PAGE ? written(kind).get(from / PAGE) : page(kind, from, limit));
  }

  private List<byte[]> written(GeneratedKind kind) {
    return Objects.requireNonNull(pages.get(kind));
  }

  private byte[] page(GeneratedKind kind, int from, int limit) {
    var all = population.of(kind);
    var to = (int) Math.min((long) from + limit, all);
    var rest = to < all ? ",\"continue\":\"" + to + "\"" : "";
    return IntStream.range(from, to)
        .mapToObj(index -> object(kind, index, index))
        .collect(
            Collectors.joining(
                ",",
                "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"%d\"%s},\"items\":["
                    .formatted(version.get(), rest),
                "]}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private void watch(HttpExchange call, GeneratedKind kind) throws IOException {
    var events = new LinkedBlockingQueue<String>();
    watches.put(kind, events);
    call.getResponseHeaders().add("Content-Type", "application/json");
    call.sendResponseHeaders(200, 0);
    try (var body = call.getResponseBody()) {
      body.flush();
      while (true) {
        body.write((events.take() + "\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Tells whoever watches the kind that one of its objects has changed.
  void change(GeneratedKind kind, int index) {
    changed = true;
    var events = watches.get(kind);
    if (events != null) {
      var object = object(kind, index, version.incrementAndGet());
      events.add("{\"type\":\"MODIFIED\",\"object\":%s}".formatted(object));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
