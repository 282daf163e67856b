package dev.fairlead.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.cluster.ClusterState.Freshness.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A live cluster against a server that says what the test wants, in the API server's protocol.
final class LiveClusterTest {
  private static final String DEPLOYMENTS = "/apis/apps/v1/deployments";
  private static final String END = "";

  @TempDir Path folder;

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> codes = new ConcurrentHashMap<>();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final CountDownLatch mayWatch = new CountDownLatch(1);
  private boolean slowToWatch;
  private boolean mayList;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Optional<LiveCluster> cluster = Optional.empty();

  @BeforeEach
  void startTheServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    answers.put("/apis", "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}");
    answers.put("/version", "{}");
  }

  @AfterEach
  void stopTheServer() {
    cluster.ifPresent(LiveCluster::close);
    server.stop(0);
  }

  private void answer(HttpExchange call) throws IOException {
    var uri = call.getRequestURI().toString();
    asked.add(uri);
    try (call) {
      var code = codes.getOrDefault(call.getRequestURI().getPath(), 200);
      if (mayList && !uri.contains("watch=true")) {
        code = 200;
      }
      if (code != 200) {
        send(call, code, "{\"message\":\"not for you\",\"code\":%d}".formatted(code));
      } else if (uri.contains("watch=true")) {
        awaitLeave(call.getRequestURI().getPath());
        call.sendResponseHeaders(200, 0);
        call.getResponseBody().flush();
        watch(call);
      } else {
        var empty = "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}";
        send(call, 200, answers.getOrDefault(uri, empty));
      }
    }
  }

  private void awaitLeave(String path) {
    try {
      if (slowToWatch && path.equals(DEPLOYMENTS)) {
        mayWatch.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(HttpExchange call) throws IOException {
    if (!call.getRequestURI().getPath().equals(DEPLOYMENTS)) {
      pause(Duration.ofMinutes(1));
      return;
    }
    for (var event = next(); !event.equals(END); event = next()) {
      call.getResponseBody().write((event + "\n").getBytes(StandardCharsets.UTF_8));
      call.getResponseBody().flush();
    }
  }

  private String next() {
    try {
      return events.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return END;
    }
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange call, int code, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(code, bytes.length);
    call.getResponseBody().write(bytes);
  }

  private LiveCluster connect(Duration staleAfter) throws IOException {
    var kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        current-context: t
        clusters: [{name: t, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: t, user: {token: t}}]
        contexts: [{name: t, context: {cluster: t, user: t}}]
        """
            .formatted(server.getAddress().getPort()));
    var connected =
        LiveCluster.connect(
            Optional.of(kubeconfig),
            Map.of(),
            PodMakers.COMMON,
            new WatchSettings(staleAfter, Duration.ofMillis(50), new Disclosure.All()),
            InstantSource.system());
    cluster = Optional.of(connected);
    return connected;
  }

  private static String deployment(String name, String version) {
    return """
    {"metadata":{"name":"%1$s","namespace":"prod","resourceVersion":"%2$s"},"spec":{"template":{"metadata":\
    {"labels":{"app":"%1$s"}},"spec":{"containers":[{"name":"web"}]}}}}\
    """
        .formatted(name, version);
  }

  private void await(String what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s; asked: %s", what, asked).isLessThan(deadline);
      pause(Duration.ofMillis(5));
    }
  }

  private static List<String> workloads(LiveCluster cluster) {
    return cluster.known("prod").namespace("prod").workloads().stream()
        .map(workload -> workload.ref().name())
        .sorted()
        .toList();
  }

  private static boolean knowsAll(LiveCluster cluster) {
    return cluster.known("prod").everywhere().isComplete();
  }

  @Test
  void aLongListIsReadInPagesAndTheWatchGoesOnWhereItWasCut() throws IOException {
    answers.put(
        DEPLOYMENTS + "?limit=500",
        "{\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"a b\"},\"items\":[%s]}"
            .formatted(deployment("one", "3")));
    answers.put(
        DEPLOYMENTS + "?limit=500&continue=a+b",
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[%s]}"
            .formatted(deployment("two", "4")));
    var live = connect(Duration.ofMinutes(1));
    await("both pages", () -> knowsAll(live) && workloads(live).size() == 2);
    assertThat(live.outage()).isEmpty();

    events.add("{\"type\":\"ADDED\",\"object\":%s}".formatted(deployment("three", "8")));
    events.add("{\"type\":\"DELETED\",\"object\":%s}".formatted(deployment("one", "9")));
    events.add("{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"12\"}}}");
    events.add(END);

    await(
        "a second watch", () -> asked.stream().anyMatch(uri -> uri.endsWith("resourceVersion=12")));
    assertThat(workloads(live)).containsExactly("three", "two");
    assertThat(asked.stream().filter(uri -> uri.endsWith("deployments?limit=500"))).hasSize(1);
  }

  @Test
  void whatIsTooLongAgoIsListedAnewAndWhatIsGoneIsForgotten() throws IOException {
    var list = "{\"metadata\":{\"resourceVersion\":\"%d\"},\"items\":[%s]}";
    answers.put(DEPLOYMENTS + "?limit=500", list.formatted(7, deployment("old", "3")));
    var live = connect(Duration.ofMinutes(1));
    await("the first list", () -> knowsAll(live));
    assertThat(workloads(live)).containsExactly("old");

    answers.put(DEPLOYMENTS + "?limit=500", list.formatted(90, deployment("new", "80")));
    events.add(
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"message\":\"too"
            + " old\"}}");

    await("the second list", () -> workloads(live).equals(List.of("new")));
    await(
        "a second watch", () -> asked.stream().anyMatch(uri -> uri.endsWith("resourceVersion=90")));
  }

  @Test
  void aKindThatMayNotBeReadIsNamed() throws IOException {
    codes.put(DEPLOYMENTS, 403);
    var live = connect(Duration.ofMinutes(1));
    await(
        "a problem",
        () -> live.freshness().stream().anyMatch(kind -> kind.problem().equals("not for you")));

    await(
        "everything else",
        () -> live.outage().equals(Optional.of("deployments are not known yet")));
    assertThat(live.freshness())
        .filteredOn(kind -> kind.resource().equals("deployments"))
        .singleElement()
        .returns(State.UNKNOWN, ClusterState.Freshness::state);

    codes.clear();
    await("the first list", () -> knowsAll(live));
    assertThat(live.outage()).isEmpty();
  }

  @Test
  void whatABrokenWatchShowedCountsNoLongerUntilItIsMended() throws IOException {
    var live = connect(Duration.ofMillis(100));
    await("the first list", () -> knowsAll(live));

    codes.put(DEPLOYMENTS, 503);
    events.add(END);

    await("an outage", () -> live.outage().orElse("").startsWith("deployments unseen for "));
    assertThat(live.freshness())
        .filteredOn(kind -> kind.state() == State.STALE)
        .singleElement()
        .returns("deployments", ClusterState.Freshness::resource)
        .returns("not for you", ClusterState.Freshness::problem);

    codes.clear();
    await("all to be well", () -> knowsAll(live));
  }

  @Test
  void aKindIsNotKnownBeforeItsWatchHasShownWhatCameAfterTheList() throws IOException {
    slowToWatch = true;
    var live = connect(Duration.ofMinutes(1));
    await(
        "the watch", () -> asked.stream().anyMatch(uri -> uri.startsWith(DEPLOYMENTS + "?watch")));
    await(
        "everything else",
        () ->
            live.known("prod")
                .everywhere()
                .missing()
                .equals(List.of("deployments are not known yet")));

    events.add("{\"type\":\"ADDED\",\"object\":%s}".formatted(deployment("late", "8")));
    mayWatch.countDown();
    await("all to be known", () -> knowsAll(live));
    assertThat(workloads(live)).containsExactly("late");
  }

  @Test
  void aKindThatIsListedAndNotWatchedStaysSoUntilItsWatchHasShownAll() throws IOException {
    mayList = true;
    codes.put(DEPLOYMENTS, 403);
    var live = connect(Duration.ofMinutes(1));
    await("a refusal", () -> live.outage().equals(Optional.of("deployments cannot be watched")));
    assertThat(deployments(live)).isEqualTo(State.STALE);

    codes.clear();
    await(
        "all to be known",
        () -> {
          assertThat(deployments(live)).isIn(State.STALE, State.KNOWN);
          return knowsAll(live);
        });
    assertThat(live.outage()).isEmpty();
  }

  private static State deployments(LiveCluster live) {
    return live.freshness().stream()
        .filter(kind -> kind.resource().equals("deployments"))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void aMendedWatchThatTheServerEndsInOrderIsNoBreak() throws IOException {
    var live = connect(Duration.ofMillis(100));
    await("all to be known", () -> knowsAll(live));
    codes.put(DEPLOYMENTS, 403); // it goes on where it was, without a list
    events.add(END);
    await("an outage", () -> live.outage().isPresent());
    codes.clear();
    await("all to be known again", () -> knowsAll(live));

    asked.clear();
    events.add(END);
    await("the next watch", () -> asked.stream().anyMatch(uri -> uri.startsWith(DEPLOYMENTS)));
    var until = System.nanoTime() + Duration.ofMillis(500).toNanos();
    while (System.nanoTime() < until) {
      assertThat(live.outage()).isEmpty();
    }
  }

  @Test
  void aCustomKindIsWatchedWhileItIsServed() throws IOException {
    var live = connect(Duration.ofMinutes(1));
    await("the first list", () -> knowsAll(live));
    var widgets = "/apis/example.com/v1/widgets";
    answers.put(
        widgets + "?limit=500",
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{\"metadata\":{\"name\":\"w\",\"namespace\":\"prod\"}}]}");
    answers.put("/apis", widgets("v1"));

    await("the widget to be known", () -> makesOneUnsure(live) && knowsAll(live));
    assertThat(live.known("prod").knowledgeOf("prod").missing())
        .containsExactly("Widget/w may make Pods");
    assertThat(live.known("test").knowledgeOf("test").isComplete()).isTrue();

    answers.put("/apis", "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}");
    await("the widget to be forgotten", () -> live.known("prod").knowledgeOf("prod").isComplete());
  }

  @Test
  void oneBadObjectBlindsItsOwnNamespaceAlone() throws IOException {
    var deep = "{\"a\":".repeat(600) + "1" + "}".repeat(600);
    var widget =
        "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"%s\",\"labels\":%s},\"spec\":{\"deep\":%s,"
            + "\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\"}]}}}}";
    answers.put(
        "/apis/example.com/v1/widgets?limit=500",
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[%s,%s]}"
            .formatted(
                widget.formatted("nested", "prod", "{}", deep),
                widget.formatted("broken", "shop", "[7]", deep)));
    answers.put("/apis", widgets("v1"));
    var live = connect(Duration.ofMinutes(1));

    await("the bad one", () -> live.freshness().stream().anyMatch(k -> !k.unreadable().isEmpty()));
    await("all to be known", () -> knowsAll(live));

    assertThat(live.known("prod").knowledgeOf("prod").isComplete()).isTrue();
    assertThat(workloads(live)).containsExactly("nested");
    assertThat(live.known("shop").knowledgeOf("shop").missing())
        .containsExactly("Widget/broken may make Pods");
    assertThat(live.freshness())
        .filteredOn(kind -> kind.resource().equals("widgets.example.com"))
        .singleElement()
        .returns(State.KNOWN, ClusterState.Freshness::state)
        .returns(List.of("shop/broken"), ClusterState.Freshness::unreadable);
  }

  /// Served in another version from one moment to the next, as when a CRD is upgraded.
  @Test
  void theObjectsOfACustomKindOutliveItsVersion() throws IOException {
    var list =
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{\"metadata\":{\"name\":\"w\",\"namespace\":\"prod\"}}]}";
    answers.put("/apis/example.com/v1/widgets?limit=500", list);
    answers.put("/apis/example.com/v2/widgets?limit=500", list);
    answers.put("/apis", widgets("v1"));
    var live = connect(Duration.ofMinutes(1));
    await("the widget to be known", () -> makesOneUnsure(live) && knowsAll(live));

    for (var upgrade = 0; upgrade < 8; upgrade++) {
      var version = upgrade % 2 == 0 ? "v2" : "v1";
      asked.clear();
      answers.put("/apis", widgets(version));
      var watch = "/apis/example.com/%s/widgets?watch=true".formatted(version);
      await("the next watch", () -> asked.stream().anyMatch(uri -> uri.startsWith(watch)));
      await("all to be known", () -> knowsAll(live));
      assertThat(makesOneUnsure(live)).as("upgrade %d", upgrade).isTrue();
    }
  }

  private static boolean makesOneUnsure(LiveCluster live) {
    return !live.known("prod").knowledgeOf("prod").isComplete();
  }

  private static String widgets(String version) {
    return """
    {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"example.com"},"versions":[{"version":"%s",
     "resources":[{"resource":"widgets","responseKind":{"kind":"Widget"},"scope":"Namespaced","verbs":["create"]}]}]}]}
    """
        .formatted(version);
  }

  @Test
  void aNamespaceIsReadOnceForManyWhetherItIsThereOrNot() throws Exception {
    answers.put(
        "/api/v1/namespaces/prod",
        "{\"metadata\":{\"name\":\"prod\",\"labels\":{\"fairlead.dev/level\":\"strict\"}}}");
    codes.put("/api/v1/namespaces/none", 404);
    var live = connect(Duration.ofMinutes(1));
    var reads = new ArrayList<CompletableFuture<Optional<NamespaceSwitches>>>();

    for (var i = 0; i < 5; i++) {
      var atMost = Duration.ofSeconds(20);
      assertThat(live.readNamespaceNow("prod", atMost).toCompletableFuture().get())
          .hasValueSatisfying(
              namespace ->
                  assertThat(namespace.metadata().switches())
                      .containsEntry("fairlead.dev/level", "strict"));
    }
    for (var i = 0; i < 11; i++) {
      reads.add(live.readNamespaceNow("none", Duration.ofSeconds(20)).toCompletableFuture());
    }
    var told = reads.stream().map(LiveClusterTest::outcome).toList();

    assertThat(asked.stream().filter("/api/v1/namespaces/prod"::equals)).hasSize(1);
    assertThat(asked.stream().filter("/api/v1/namespaces/none"::equals)).hasSize(1);
    assertThat(told)
        .as("one is told, the others are not sure")
        .containsOnlyOnce("none")
        .filteredOn("there was no such Namespace a moment ago"::equals)
        .hasSize(10);
  }

  private static String outcome(CompletableFuture<Optional<NamespaceSwitches>> read) {
    return read.handle(
            (namespace, failure) ->
                failure == null ? (namespace.isEmpty() ? "none" : "some") : reason(failure))
        .join();
  }

  private static String reason(Throwable failure) {
    return failure.getCause() == null
        ? String.valueOf(failure.getMessage())
        : reason(failure.getCause());
  }

  @Test
  void aLiveReadThatBringsTooMuchIsGivenUp() throws Exception {
    answers.put(
        "/api/v1/namespaces/prod",
        "{\"metadata\":{\"name\":\"prod\",\"annotations\":{\"a\":\"%s\"}}}"
            .formatted("x".repeat(5 << 20)));
    var live = connect(Duration.ofMinutes(1));

    assertThat(outcome(live.readNamespaceNow("prod", Duration.ofSeconds(20)).toCompletableFuture()))
        .isEqualTo("more than 4194304 bytes in the answer");
  }

  @Test
  void aLiveReadAsksForTheKindsThatAreServedAtThatMoment() throws Exception {
    answers.put("/apis", widgets("v1"));
    codes.put("/apis/example.com/v1/namespaces/prod/widgets", 403);
    answers.put(
        "/apis/apps/v1/namespaces/prod/deployments?limit=500",
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[%s]}"
            .formatted(deployment("one", "3")));
    var live = connect(Duration.ofMinutes(1));

    var view = live.readNow("prod", Duration.ofSeconds(20)).toCompletableFuture().get();

    assertThat(view.namespace("prod").workloads()).hasSize(1);
    assertThat(view.everywhere().missing()).containsExactly("widgets.example.com cannot be read");
  }
}
