package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// All that the API server has stored of Services and Deployments since it is watched.
final class History implements AutoCloseable {
  private static final Duration TO_BE_SEEN = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.shared();

  /// A kind that is watched.
  private enum Kind {
    SERVICE("/api/v1", "services"),
    DEPLOYMENT("/apis/apps/v1", "deployments");

    private final String group;
    private final String plural;

    Kind(String group, String plural) {
      this.group = group;
      this.plural = plural;
    }

    private Stored reduce(JsonNode object) {
      return switch (this) {
        case SERVICE -> Stored.service(object);
        case DEPLOYMENT -> Stored.deployment(object);
      };
    }

    private String everywhere() {
      return "%s/%s".formatted(group, plural);
    }

    private String in(String namespace) {
      return "%s/namespaces/%s/%s".formatted(group, namespace, plural);
    }
  }

  /// What one write left behind.
  ///
  /// @param version orders the writes of all kinds
  /// @param seen in nanoseconds
  /// @param object empty where it was deleted
  record Moment(long version, long seen, String id, Optional<Stored> object) {}

  private final Api api;
  private final Map<String, Queue<Moment>> moments = new ConcurrentHashMap<>();
  private final List<Thread> watches;

  private History(Api api) {
    this.api = api;
    this.watches = Stream.of(Kind.values()).map(this::watch).toList();
  }

  /// Begins with what is stored from now on.
  static History watch(Api api) {
    return new History(api);
  }

  private Thread watch(Kind kind) {
    var version = json(api.read(kind.everywhere() + "?limit=1")).at("/metadata/resourceVersion");
    var path =
        "%s?watch=true&timeoutSeconds=3600&resourceVersion=%s"
            .formatted(kind.everywhere(), version.asString());
    return Thread.ofVirtual().start(() -> read(kind, path));
  }

  private void read(Kind kind, String path) {
    try (var lines = api.lines(path)) {
      lines.forEach(line -> add(kind, JSON.readTree(line)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(Kind kind, JsonNode event) {
    var object = event.path("object");
    var stored =
        event.path("type").asString().equals("DELETED")
            ? Optional.<Stored>empty()
            : Optional.of(kind.reduce(object));
    var moment = new Moment(version(object), System.nanoTime(), id(kind, object), stored);
    moments
        .computeIfAbsent(
            object.at("/metadata/namespace").asString(), _ -> new ConcurrentLinkedQueue<>())
        .add(moment);
  }

  private static String id(Kind kind, JsonNode object) {
    return kind + "/" + object.at("/metadata/name").asString();
  }

  private static long version(JsonNode object) {
    return object.at("/metadata/resourceVersion").asLong();
  }

  /// Everything about a namespace, in the order of the writes.
  List<Moment> of(String namespace) {
    return moments.getOrDefault(namespace, new ConcurrentLinkedQueue<>()).stream()
        .sorted(Comparator.comparingLong(Moment::version))
        .toList();
  }

  /// What is there now, as far as the watches tell.
  Map<String, Stored> now(String namespace) {
    var now = new HashMap<String, Stored>();
    for (var moment : of(namespace)) {
      moment
          .object()
          .ifPresentOrElse(object -> now.put(moment.id(), object), () -> now.remove(moment.id()));
    }
    return now;
  }

  /// Returns once all has been seen that is stored in a namespace at this moment.
  void awaitSeen(String namespace) {
    var wanted = new HashMap<String, Long>();
    for (var kind : Kind.values()) {
      json(api.read(kind.in(namespace)))
          .path("items")
          .valueStream()
          .forEach(object -> wanted.put(id(kind, object), version(object)));
    }
    Await.until(
        "the watches to show " + wanted,
        TO_BE_SEEN,
        () ->
            Optional.of(latest(namespace)).filter(seen -> !holds(seen, wanted)).map(Map::toString));
  }

  /// True where all that is wanted has been seen, though it may be gone by now, and nothing else is
  /// there.
  private static boolean holds(Map<String, Moment> seen, Map<String, Long> wanted) {
    return wanted.entrySet().stream()
            .allMatch(
                each ->
                    seen.containsKey(each.getKey())
                        && seen.get(each.getKey()).version() >= each.getValue())
        && seen.values().stream()
            .allMatch(moment -> moment.object().isEmpty() || wanted.containsKey(moment.id()));
  }

  private Map<String, Moment> latest(String namespace) {
    return of(namespace).stream()
        .collect(Collectors.toMap(Moment::id, Function.identity(), (_, later) -> later));
  }

  private static JsonNode json(Api.Reply reply) {
    if (!reply.isStored()) {
      throw new AssertionError("no answer: " + reply);
    }
    return JSON.readTree(reply.body());
  }

  @Override
  public void close() {
    watches.forEach(Thread::interrupt);
  }
}
