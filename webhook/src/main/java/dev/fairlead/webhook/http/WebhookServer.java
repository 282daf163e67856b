package dev.fairlead.webhook.http;

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

/// The TLS server that API servers call, with one listener on each event loop.
public final class WebhookServer {
  /// The setting that a port in use is told by.
  private static final String PORT_SETTING = "fairlead.port";

  /// How long nothing must have come before the server takes it that nobody calls any more.
  private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

  /// How often that is looked at.
  private static final long LOOK_MILLIS = 20;

  private final Vertx vertx;
  private final Queue<Listener> listeners;
  private final InFlight inFlight;

  private WebhookServer(Vertx vertx, Queue<Listener> listeners, InFlight inFlight) {
    this.vertx = vertx;
    this.listeners = listeners;
    this.inFlight = inFlight;
  }

  /// Starts to listen. Fails with a [PortUnavailableException] where it cannot.
  ///
  /// @param admissions are asked on event loops, several at a time
  public static CompletionStage<WebhookServer> start(
      Vertx vertx,
      WebhookOptions options,
      Admissions admissions,
      InstantSource clock,
      Metrics metrics) {
    var inFlight = new InFlight(options.maxInFlight());
    var listeners = new ConcurrentLinkedQueue<Listener>();
    var routes =
        List.of(
            new ReviewRoute(
                ReviewRoute.VALIDATE,
                admissions.validating(),
                inFlight,
                clock,
                metrics.reviews("validate")),
            new ReviewRoute(
                ReviewRoute.MUTATE,
                admissions.mutating(),
                inFlight,
                clock,
                metrics.reviews("mutate")));
    var port = options.port() == 0 ? anyFreePort() : options.port();
    var loops = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    return vertx
        .deployVerticle(
            () -> {
              var listener = new Listener(options, port, routes);
              listeners.add(listener);
              return listener;
            },
            loops)
        .map(_ -> new WebhookServer(vertx, listeners, inFlight))
        .recover(
            failure ->
                PortUnavailableException.becauseOf(
                    failure, PORT_SETTING, options.address(), options.port()))
        .toCompletionStage();
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

  /// How many calls were refused because too many were under way.
  public long refused() {
    return inFlight.refused();
  }

  /// How many calls have no answer yet.
  public long underWay() {
    return inFlight.count();
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
    if (inFlight.quietFor(QUIET_NANOS) || System.nanoTime() - end >= 0) {
      quiet.complete();
      return;
    }
    vertx.setTimer(LOOK_MILLIS, _ -> lookUntilQuiet(quiet, end));
  }
}
