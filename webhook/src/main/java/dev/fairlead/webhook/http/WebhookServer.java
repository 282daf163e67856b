package dev.fairlead.webhook.http;

import dev.fairlead.webhook.review.Admission;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/// The TLS server that API servers call, with one listener on each event loop.
public final class WebhookServer {
  /// The setting that a port in use is told by.
  private static final String PORT_SETTING = "fairlead.port";

  /// How long nothing must have come before connections that are open but idle are closed. An API
  /// server keeps 25 of them, and does not repeat a call on one that is closed under it.
  private static final Duration QUIET = Duration.ofSeconds(1);

  /// How often that is looked at.
  private static final long LOOK_MILLIS = 50;

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
  /// @param admission is asked on event loops, several at a time
  public static CompletionStage<WebhookServer> start(
      Vertx vertx, WebhookOptions options, Admission admission, InstantSource clock) {
    var inFlight = new InFlight(options.maxInFlight());
    var listeners = new ConcurrentLinkedQueue<Listener>();
    var route = new ValidateRoute(admission, inFlight, clock);
    var port = options.port() == 0 ? anyFreePort() : options.port();
    var loops = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    return vertx
        .deployVerticle(
            () -> {
              var listener = new Listener(options, port, route);
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

  /// How many calls were refused because too many were under way.
  public long refused() {
    return inFlight.refused();
  }

  /// Stops to listen, lets what is under way finish, and closes every connection: with its next
  /// answer, when nothing has come for a while, or when the time is over.
  public CompletionStage<Void> close(Duration drainTime) {
    var timer =
        vertx.setPeriodic(
            LOOK_MILLIS,
            _ -> {
              if (inFlight.quietFor(Math.min(QUIET.toNanos(), drainTime.toNanos()))) {
                listeners.forEach(Listener::closeConnections);
              }
            });
    return Future.join(listeners.stream().map(listener -> listener.close(drainTime)).toList())
        .<Void>mapEmpty()
        .onComplete(_ -> vertx.cancelTimer(timer))
        .toCompletionStage();
  }
}
