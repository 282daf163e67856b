package dev.fairlead.webhook.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.review.Admissions;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/// The TLS server that API servers call, with one listener on each event loop.
public final class WebhookServer {
  /// The setting that a port in use is told by.
  private static final String PORT_SETTING = "fairlead.port";

  /// How long nothing must have come before the server takes it that nobody calls any more.
  private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

  /// How often that is looked at.
  private static final long LOOK_MILLIS = 20;

  /// How often late bodies are looked for: no call needs a timer of its own for that.
  private static final long SWEEP_MILLIS = 250;

  /// A worker that is busy for longer is logged.
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /// A client could have the server do one handshake after the other on a connection of TLS 1.2.
  /// The JDK reads this before the first handshake of a server.
  private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

  private final Vertx vertx;
  private final Queue<Listener> listeners;
  private final ReviewRoute.Doors doors;
  private final Queue<Connections> connections;
  private final LongAdder displaced;
  private final LoopLag lag;
  private final long sweep;

  private WebhookServer(
      Vertx vertx,
      Queue<Listener> listeners,
      ReviewRoute.Doors doors,
      Queue<Connections> connections,
      LongAdder displaced,
      LoopLag lag) {
    this.vertx = vertx;
    this.listeners = listeners;
    this.doors = doors;
    this.connections = connections;
    this.displaced = displaced;
    this.lag = lag;
    this.sweep = vertx.setPeriodic(SWEEP_MILLIS, _ -> doors.bodies().refuseLate(System.nanoTime()));
  }

  /// Starts to listen. Fails with a [PortUnavailableException] where it cannot.
  ///
  /// @param admissions are asked on event loops, several at a time
  /// @param heapFull whether there is no memory for another review, asked at each call
  public static CompletionStage<WebhookServer> start(
      Vertx vertx,
      WebhookServerSettings settings,
      Admissions admissions,
      BooleanSupplier heapFull,
      InstantSource clock,
      Metrics metrics) {
    System.setProperty(NO_RENEGOTIATION, "true");
    var limits = settings.limits();
    var refusals = new Refusals();
    var doors =
        new ReviewRoute.Doors(
            new InFlight(limits.maxInFlight()),
            new Bodies(limits, refusals),
            refusals,
            heapFull,
            vertx.createSharedWorkerExecutor(
                "costly", workers(), LONGEST.toMillis(), MILLISECONDS));
    var listeners = new ConcurrentLinkedQueue<Listener>();
    var routes =
        List.of(
            new ReviewRoute(
                ReviewRoute.VALIDATE,
                admissions.validating(),
                doors,
                clock,
                metrics.reviews("validate")),
            new ReviewRoute(
                ReviewRoute.MUTATE,
                admissions.mutating(),
                doors,
                clock,
                metrics.reviews("mutate")));
    var port = settings.port() == 0 ? anyFreePort() : settings.port();
    var loops = Runtime.getRuntime().availableProcessors();
    // Vert.x gives each event loop its turn, so each has as many connections as the others.
    var connectionsOfLoop = Math.ceilDiv(limits.maxConnections(), loops);
    var connections = new ConcurrentLinkedQueue<Connections>();
    var displaced = new LongAdder();
    var lag = new LoopLag(System::nanoTime);
    return vertx
        .deployVerticle(
            () -> {
              var mine = new Connections(connectionsOfLoop);
              connections.add(mine);
              var listener = new Listener(settings, port, routes, mine, displaced, lag);
              listeners.add(listener);
              return listener;
            },
            new DeploymentOptions().setInstances(loops))
        .map(_ -> new WebhookServer(vertx, listeners, doors, connections, displaced, lag))
        .recover(
            failure ->
                PortUnavailableException.becauseOf(
                    failure, PORT_SETTING, settings.address(), settings.port()))
        .toCompletionStage();
  }

  /// Half of the processors, so that event loops and watches have their share.
  private static int workers() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /// Vert.x gives listeners of one negative number one free port.
  private static int anyFreePort() {
    return -ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
  }

  /// The port it listens on, also where any free one was asked for.
  public int port() {
    return listeners.element().port();
  }

  /// From now on handshakes are held with this; connections that are open stay as they are. The
  /// names of allowed clients are those of the start.
  public CompletionStage<Void> show(Tls tls) {
    return listeners.element().show(tls).<Void>mapEmpty().toCompletionStage();
  }

  /// How many calls were refused for a limit.
  public long refused(Limit limit) {
    return doors.refusals().of(limit);
  }

  /// How many reviews have come and have no answer yet.
  public long underWay() {
    return doors.inFlight().count();
  }

  /// How late the event loops are that serve reviews.
  LoopLag lag() {
    return lag;
  }

  /// How many bytes of bodies are in memory.
  public long bodyBytes() {
    return doors.bodies().taken();
  }

  public long connections() {
    return connections.stream().mapToLong(Connections::count).sum();
  }

  /// How many connections were closed for others.
  public long displaced() {
    return displaced.sum();
  }

  /// Closes without a call lost. API servers go on to call a server that is about to stop, on
  /// connections they have open and on new ones, and do not repeat a call whose connection is
  /// closed under it. So for the first half of the time, or until nobody calls any more, whoever
  /// comes is served and sent away with the answer; in the second half what is under way is
  /// finished, and then cut.
  public CompletionStage<Void> close(Duration drainTime) {
    listeners.forEach(Listener::drain);
    var half = drainTime.dividedBy(2);
    return whenQuiet(half)
        .compose(_ -> Future.join(listeners.stream().map(l -> l.close(half)).toList()))
        .onComplete(_ -> vertx.cancelTimer(sweep))
        .eventually(doors.workers()::close)
        .<Void>mapEmpty()
        .toCompletionStage();
  }

  private Future<Void> whenQuiet(Duration atTheLatest) {
    var quiet = Promise.<Void>promise();
    lookUntilQuiet(quiet, System.nanoTime() + atTheLatest.toNanos());
    return quiet.future();
  }

  /// One timer after the other: a periodic one cannot be cancelled at its first call, which may
  /// come before Vert.x knows it.
  private void lookUntilQuiet(Promise<Void> quiet, long end) {
    if (doors.inFlight().quietFor(QUIET_NANOS) || System.nanoTime() - end >= 0) {
      quiet.complete();
      return;
    }
    vertx.setTimer(LOOK_MILLIS, _ -> lookUntilQuiet(quiet, end));
  }
}
