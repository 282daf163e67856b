package dev.fairlead.e2e;

import dev.fairlead.policies.judge.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The cells of the convergence matrix, run several at a time, each in a namespace of its own.
final class Matrix implements AutoCloseable {
  /// How often the same release is sent.
  private static final int ATTEMPTS = 5;

  /// Before the second attempt; before each further one twice as long. Beside the window this is as
  /// long as the five seconds of Argo CD are beside a minute.
  private static final Duration BACK_OFF = Duration.ofMillis(300);

  /// How many namespaces something is sent to at the same time.
  private static final int AT_A_TIME = 8;

  /// How many cells are begun and not done: most of these wait for the window to pass.
  private static final int BEGUN = 4 * AT_A_TIME;

  private static final Duration TO_SETTLE = Duration.ofMinutes(3);

  /// What is denied or warned about at every level at which anything is said.
  private static final String MISTAKE =
      """
      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"asked"},"spec":{
       "selector":{"matchLabels":{"app":"asked"}},"template":{"metadata":{"labels":{"app":"asked"}},
       "spec":{"containers":[{"name":"web","image":"web",
       "readinessProbe":{"tcpSocket":{"port":"undeclared"}}}]}}}}
      """;

  private final Cluster cluster;
  private final Api api;
  private final History history;
  private final Duration window;
  private final Semaphore begun = new Semaphore(BEGUN, true);
  private final Semaphore turns = new Semaphore(AT_A_TIME, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Cell, CompletableFuture<Cell.Ending>> outcomes = new LinkedHashMap<>();

  /// Starts them all.
  ///
  /// @param window of the webhook
  Matrix(Cluster cluster, Duration window) {
    this.cluster = cluster;
    this.api = Api.of(cluster);
    this.history = History.watch(api);
    this.window = window;
    for (var cell : Cell.all()) {
      var namespace = "cell-%s-%d".formatted(cell.level().label(), outcomes.size());
      outcomes.put(
          cell,
          CompletableFuture.supplyAsync(() -> holding(begun, () -> run(cell, namespace)), threads));
    }
  }

  /// Waits until the cell is done.
  Cell.Ending of(Cell cell) {
    var outcome = outcomes.get(cell);
    if (outcome == null) {
      throw new IllegalArgumentException(cell.toString());
    }
    return outcome.join();
  }

  private Cell.Ending run(Cell cell, String namespace) {
    var sandbox =
        new Sandbox(
            cluster.admin(),
            namespace,
            cluster.directory().resolve("sandboxes").resolve(namespace));
    var client = cell.tool().client(cluster, api);
    if (cell.change().before().isEmpty()) {
      inTurn(() -> create(namespace, cell.level()));
    } else {
      inTurn(() -> prepare(cell, client, sandbox));
      // What was there before is no part of the change.
      LockSupport.parkNanos(window.plusSeconds(1).toNanos());
      inTurn(() -> setLevel(namespace, cell.level()));
    }
    var outcome = inTurn(() -> change(cell, client, sandbox));
    if (outcome.last().succeeded()) {
      awaitSettled(namespace);
    }
    inTurn(() -> clearAway(namespace));
    return outcome;
  }

  private <T> T inTurn(Supplier<T> step) {
    return holding(turns, step);
  }

  private static <T> T holding(Semaphore permits, Supplier<T> step) {
    permits.acquireUninterruptibly();
    try {
      return step.get();
    } finally {
      permits.release();
    }
  }

  private Api.Reply create(String namespace, Level level) {
    return successful(
        api.post(
            "/api/v1/namespaces",
            """
            {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s","labels":{"%s":"%s"}}}
            """
                .formatted(namespace, Level.LABEL, level.label())));
  }

  private static Api.Reply successful(Api.Reply reply) {
    if (!reply.isStored()) {
      throw new AssertionError(reply);
    }
    return reply;
  }

  /// Brings what was there before, while nothing is said.
  private Manifests prepare(Cell cell, Deploys client, Sandbox sandbox) {
    create(sandbox.namespace(), Level.OFF);
    var before = Manifests.NONE;
    for (var release : cell.change().before()) {
      var attempt = client.deploy(sandbox, before, release);
      if (!attempt.succeeded()) {
        throw new AssertionError("%s, before: %s".formatted(cell, attempt));
      }
      awaitObserved(sandbox.namespace());
      before = release;
    }
    return before;
  }

  /// Returns once the controllers have seen each Deployment as it is, and made its ReplicaSet.
  private void awaitObserved(String namespace) {
    history.awaitSeen(namespace);
    if (cluster.runsPods()) {
      Await.until(
          "the Deployments of %s to be observed".formatted(namespace),
          TO_SETTLE,
          () ->
              history.now(namespace).values().stream()
                  .filter(object -> object instanceof Stored.OfDeployment it && !it.isObserved())
                  .findFirst()
                  .map(Stored::toString));
    }
  }

  /// Returns once the webhook knows the level too.
  private Api.Reply setLevel(String namespace, Level level) {
    var set =
        successful(
            api.merge(
                "/api/v1/namespaces/" + namespace,
                "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}"
                    .formatted(Level.LABEL, level.label())));
    var mistakes = "/apis/apps/v1/namespaces/%s/deployments?dryRun=All".formatted(namespace);
    Await.until(
        "the webhook to know the level of " + namespace,
        TO_SETTLE,
        () ->
            Optional.of(api.post(mistakes, MISTAKE))
                .filter(reply -> !reply.isDenial() && reply.warnings().isEmpty())
                .map(Api.Reply::toString));
    return set;
  }

  /// Brings each step, as often as it takes, until one fails for good.
  private Cell.Ending change(Cell cell, Deploys client, Sandbox sandbox) {
    var change = cell.change();
    var said = new ArrayList<String>();
    var most = 0;
    var last = Attempt.NOTHING_TO_DO;
    var before = change.before().isEmpty() ? Manifests.NONE : change.before().getLast();
    var begun = System.nanoTime();
    for (var step : change.steps()) {
      var attempts = attempts(change, client, sandbox, before, step);
      attempts.forEach(attempt -> said.add(attempt.toString()));
      most = Math.max(most, attempts.size());
      last = attempts.getLast();
      if (!last.succeeded()) {
        break;
      }
      awaitObserved(sandbox.namespace());
      before = step;
    }
    history.awaitSeen(sandbox.namespace());
    var gap = Gap.longest(history.of(sandbox.namespace()), begun, System.nanoTime());
    var outcome = new Cell.Ending(most, last, gap, unwired(sandbox.namespace()));
    write(sandbox, "%s: %s%n%s%n".formatted(cell, outcome, String.join("\n", said)));
    return outcome;
  }

  private static List<Attempt> attempts(
      Change change, Deploys client, Sandbox sandbox, Manifests before, Manifests step) {
    var attempts = new ArrayList<Attempt>();
    attempts.add(attempt(change, client, sandbox, before, step));
    while (isTriedAgain(change, attempts)) {
      LockSupport.parkNanos(BACK_OFF.toNanos() << (attempts.size() - 1));
      attempts.add(attempt(change, client, sandbox, before, step));
    }
    return attempts;
  }

  /// A good release is sent as often as its sender would. One that nobody wants in is given up when
  /// it is refused a second time in the same words.
  private static boolean isTriedAgain(Change change, List<Attempt> attempts) {
    var last = attempts.getLast();
    if (last.succeeded() || attempts.size() == ATTEMPTS) {
      return false;
    }
    return change.worth() == Change.Worth.GOOD
        || attempts.size() < 2
        || !last.denials().equals(attempts.get(attempts.size() - 2).denials());
  }

  private static Attempt attempt(
      Change change, Deploys client, Sandbox sandbox, Manifests before, Manifests step) {
    return switch (change.last()) {
      case DEPLOY -> client.deploy(sandbox, before, step);
      case ROLL_BACK -> client.rollBack(sandbox, before, step);
      case UNINSTALL -> client.uninstall(sandbox, before);
    };
  }

  private List<String> unwired(String namespace) {
    var now = history.now(namespace);
    return services(namespace).entrySet().stream()
        .filter(service -> !service.getValue().isWiredAmong(now.values()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private Map<String, Stored.OfService> services(String namespace) {
    return history.now(namespace).entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Stored.OfService)
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> (Stored.OfService) entry.getValue()));
  }

  /// Returns once Fairlead says of each Service what is so. Where images must run, Pods never get
  /// ready: there are none of these names.
  private void awaitSettled(String namespace) {
    Await.until(
        "Fairlead to say of each Service of %s what is so".formatted(namespace),
        TO_SETTLE,
        () -> {
          var unwired = unwired(namespace);
          return services(namespace).entrySet().stream()
              .filter(entry -> !says(entry.getValue(), !unwired.contains(entry.getKey())))
              .findFirst()
              .map(Map.Entry::toString);
        });
  }

  private boolean says(Stored.OfService service, boolean isWired) {
    var status = service.wired().map(Stored.Wired::status).orElse("");
    var isReady = cluster.runsPods() && !cluster.runsImages();
    return isWired ? !isReady || status.equals("True") : status.equals("False");
  }

  private Api.Reply clearAway(String namespace) {
    api.delete("/api/v1/namespaces/%s/services".formatted(namespace));
    return api.delete("/apis/apps/v1/namespaces/%s/deployments".formatted(namespace));
  }

  private static void write(Sandbox sandbox, String text) {
    try {
      Files.createDirectories(sandbox.directory());
      Files.writeString(sandbox.directory().resolve("said.txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    history.close();
  }
}
