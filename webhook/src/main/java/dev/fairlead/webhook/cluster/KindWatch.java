package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.webhook.api.ApiKind;
import dev.fairlead.webhook.api.ApiServer;
import dev.fairlead.webhook.api.BackOff;
import dev.fairlead.webhook.api.BackgroundThread;
import dev.fairlead.webhook.api.Ceiling;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.JsonAnswer;
import dev.fairlead.webhook.api.Refused;
import dev.fairlead.webhook.cluster.ClusterState.Freshness;
import dev.fairlead.webhook.cluster.ClusterState.Freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The watch on one kind of object: a list, then every change to it. A watch that is cut goes on
/// where it was cut. The kind is listed again where the API server no longer knows that place (410
/// Gone). It ends when it is stopped.
///
/// The protocol is that of
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes.
final class KindWatch {
  private static final Logger LOG = LoggerFactory.getLogger(KindWatch.class);

  /// How long a list may say nothing.
  private static final Duration LIST_PATIENCE = Duration.ofSeconds(30);

  /// How long a watch may say nothing: an API server sends a bookmark every minute.
  private static final Duration WATCH_PATIENCE = Duration.ofSeconds(150);

  /// When the API server is to end a watch; from then on it goes on by another connection, and
  /// perhaps to another API server.
  private static final Duration WATCH_TIME = Duration.ofMinutes(5);

  /// What happened before a watch was open arrives within this time once it is.
  private static final Duration CATCH_UP = Duration.ofSeconds(1);

  private static final BackOff BACK_OFF =
      new BackOff(Duration.ofMillis(250), Duration.ofSeconds(5));

  private final ApiKind kind;
  private final ApiServer server;
  private final WatchedObjects objects;
  private final InstantSource clock;
  private final BackgroundThread thread;

  /// Where the watch goes on; empty: nowhere, list anew.
  private String version = "";

  /// How often it has paused since the API server last sent something.
  private int pauses;

  private final AtomicLong lists = new AtomicLong();

  /// When the watch was opened; none while it is broken.
  private volatile @Nullable Instant open;

  /// When it last broke; none before it has ever shown everything.
  private volatile @Nullable Instant brokenSince;

  /// Whether it was listed, and could not be watched then.
  private volatile boolean onlyListed;

  private volatile @Nullable Instant lastHeard;
  private volatile String problem = "";

  KindWatch(ApiKind kind, ApiServer server, WatchedObjects objects, InstantSource clock) {
    this.kind = kind;
    this.server = server;
    this.objects = objects;
    this.clock = clock;
    this.thread = new BackgroundThread("watch " + kind.resource(), this::run);
  }

  void start() {
    thread.start();
  }

  /// Stops to watch; what is known of the kind stays.
  void stop() {
    thread.interrupt();
  }

  /// Waits until it has stopped.
  void awaitEnd() {
    thread.awaitEnd();
  }

  /// Stops to watch a kind that is no more, and forgets its objects.
  void forget() {
    thread.stop();
    objects.retain(Set.of());
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (version.isEmpty()) {
          list();
        }
        follow();
      } catch (ClusterUnavailable e) {
        failed(e);
        pause();
      } catch (RuntimeException e) {
        LOG.atError().addKeyValue("resource", kind.resource()).setCause(e).log("watch failed");
        version = "";
        failed(new ClusterUnavailable("failed: " + e, e));
        pause();
      }
    }
  }

  private void list() {
    var there = new HashSet<ObjectRef>();
    var listed =
        server.list(
            kind.path(),
            kind.reads(),
            LIST_PATIENCE,
            Ceiling.none(),
            tree -> {
              there.add(objects.put(tree));
              heard();
            });
    heard();
    objects.retain(there);
    version = listed;
    lists.incrementAndGet();
  }

  /// Returns when the API server ends the watch, as it does from time to time.
  private void follow() {
    var path =
        kind.path()
            .with("watch", true)
            .with("allowWatchBookmarks", true)
            .with("timeoutSeconds", WATCH_TIME.toSeconds())
            .with("resourceVersion", version);
    var begun = clock.instant();
    try (var answer = server.get(path, ApiServer.JSON, WATCH_PATIENCE)) {
      heard();
      recovered();
      var event = answer.event(kind.reads());
      while (event.isPresent()) {
        heard();
        apply(event.get());
        pauses = 0;
        event = answer.event(kind.reads());
      }
    }
    if (Duration.between(begun, clock.instant()).compareTo(BACK_OFF.longest()) < 0) {
      pause();
    }
  }

  private void apply(JsonAnswer.Event event) {
    var tree = event.object();
    switch (event.type()) {
      case "ADDED", "MODIFIED" -> objects.put(tree);
      case "DELETED" -> objects.remove(tree);
      case "BOOKMARK" -> {}
      default ->
          throw new Refused(
              tree.get("code") instanceof Integer code ? code : 0,
              String.valueOf(tree.get("message")));
    }
    if (tree.get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("resourceVersion") instanceof String latest) {
      version = latest;
    }
  }

  private void heard() {
    lastHeard = clock.instant();
  }

  private void recovered() {
    if (!problem.isEmpty()) {
      LOG.atInfo().addKeyValue("resource", kind.resource()).log("watching again");
    }
    if (open == null) {
      open = clock.instant();
    }
    problem = "";
  }

  private void failed(ClusterUnavailable failure) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    if (failure instanceof Refused refused && refused.mayEndWithAList()) {
      version = "";
    }
    var message = String.valueOf(failure.getMessage());
    if (!message.equals(problem)) {
      LOG.atWarn()
          .addKeyValue("resource", kind.resource())
          .addKeyValue("reason", message)
          .log("cannot watch; trying again");
    }
    var now = clock.instant();
    if (showsAll(now)) {
      brokenSince = now;
    }
    onlyListed = isListed() && brokenSince == null;
    open = null;
    problem = message;
  }

  /// True where the watch has been open for long enough to have shown what came before.
  private boolean showsAll(Instant now) {
    var since = open;
    return since != null && !now.isBefore(since.plus(CATCH_UP));
  }

  private void pause() {
    try {
      Thread.sleep(BACK_OFF.after(pauses));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pauses++;
  }

  /// Why nothing about the absence of such objects can be told, empty while it can.
  ///
  /// @param staleAfter how long the watch may be broken
  Optional<String> gap(Duration staleAfter) {
    // Those of a namespace make that one unsure; of the cluster's there is no such place.
    if (kind.scope() == ApiKind.Scope.CLUSTER && !objects.unreadable().isEmpty()) {
      return Optional.of(kind.resource() + " holds an object that cannot be read");
    }
    var now = clock.instant();
    if (showsAll(now)) {
      return Optional.empty();
    }
    var since = brokenSince;
    if (since == null) {
      return Optional.of(kind.resource() + " " + neverSeen());
    }
    var broken = Duration.between(since, now);
    return broken.compareTo(staleAfter) < 0
        ? Optional.empty()
        : Optional.of("%s unseen for %d s".formatted(kind.resource(), broken.toSeconds()));
  }

  private String neverSeen() {
    if (problem.isEmpty()) {
      return "are not known yet";
    }
    return isListed()
        ? "cannot be watched"
        : kind.isCustom() ? "cannot be read" : "are not known yet";
  }

  /// @param staleAfter how long the watch may be broken
  Freshness freshness(Duration staleAfter) {
    return new Freshness(
        kind.resource(),
        state(staleAfter),
        problem,
        Optional.ofNullable(lastHeard),
        lists.get(),
        objects.unreadable().stream().map(KindWatch::shortName).sorted().toList());
  }

  private State state(Duration staleAfter) {
    if (gap(staleAfter).isEmpty()) {
      return State.KNOWN;
    }
    if (brokenSince != null || showsAll(clock.instant()) || onlyListed) {
      return State.STALE;
    }
    return kind.isCustom() && !problem.isEmpty() ? State.UNREADABLE : State.UNKNOWN;
  }

  private boolean isListed() {
    return lists.get() > 0;
  }

  private static String shortName(ObjectRef ref) {
    return ref.namespace().isEmpty() ? ref.name() : ref.namespace() + "/" + ref.name();
  }
}
