package dev.fairlead.webhook.http;

import dev.fairlead.webhook.metrics.ReviewMetrics;
import dev.fairlead.webhook.review.Admission;
import dev.fairlead.webhook.review.Decision;
import dev.fairlead.webhook.review.IncomingReview;
import dev.fairlead.webhook.review.MalformedReview;
import dev.fairlead.webhook.review.ReviewReader;
import dev.fairlead.webhook.review.ReviewRequest;
import dev.fairlead.webhook.review.ReviewResponse;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// `POST` to one path: one AdmissionReview in, its answer out.
///
/// A failure of our own is HTTP 500, so that the `failurePolicy` of the webhook configuration
/// decides. It has no Retry-After: the API server would call again within the same timeout.
final class ReviewRoute {
  static final String VALIDATE = "/validate";
  static final String MUTATE = "/mutate";

  /// API servers take requests of up to 3 MiB. A review carries two such objects, the new and the
  /// old, each with its managed fields, and the request's options and user.
  static final long MAX_BODY_BYTES = 8 << 20;

  /// A larger one is read and judged by a worker: it takes milliseconds, for which all connections
  /// of an event loop would wait.
  static final int MOST_BYTES_ON_LOOP = 128 << 10;

  private static final String DEADLINE = "deadline";
  private static final String REQUEST = "request";
  private static final String DECISION = "decision";

  private static final Logger LOG = LoggerFactory.getLogger(ReviewRoute.class);

  private final String path;
  private final Admission admission;
  private final Doors doors;
  private final InstantSource clock;
  private final ReviewMetrics metrics;

  ReviewRoute(
      String path, Admission admission, Doors doors, InstantSource clock, ReviewMetrics metrics) {
    this.path = path;
    this.admission = admission;
    this.doors = doors;
    this.clock = clock;
    this.metrics = metrics;
  }

  /// What calls must pass, the same for all routes.
  ///
  /// @param heapFull whether there is no memory for another review
  /// @param workers read and judge what takes long, few at a time
  record Doors(
      InFlight inFlight,
      Bodies bodies,
      Refusals refusals,
      BooleanSupplier heapFull,
      WorkerExecutor workers) {}

  /// @param connections of the event loop that runs this router
  void addTo(Router router, Connections connections) {
    router.route(path).handler(ReviewRoute::mustBePost);
    router.route(path).handler(ReviewRoute::mustBeJson);
    router.route(path).handler(this::begin);
    router.route(path).handler(doors.bodies()::read);
    router.route(path).handler(call -> enter(call, connections));
    router.route(path).handler(this::review);
    router.route(path).failureHandler(ReviewRoute::failed);
  }

  private static void mustBePost(RoutingContext call) {
    if (call.request().method().equals(HttpMethod.POST)) {
      call.next();
      return;
    }
    call.response().putHeader(HttpHeaders.ALLOW, "POST");
    PlainAnswer.send(call, 405, "method: must be POST, is " + call.request().method());
  }

  private static void mustBeJson(RoutingContext call) {
    var type = call.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      call.next();
      return;
    }
    PlainAnswer.send(
        call, 415, "Content-Type: must be application/json, is " + (type == null ? "none" : type));
  }

  /// Its time runs from here on, and ends at its deadline at the latest.
  private void begin(RoutingContext call) {
    if (doors.heapFull().getAsBoolean()) {
      doors.refusals().refuse(call, Limit.HEAP, HeapPressure.TEXT);
      return;
    }
    var start = System.nanoTime();
    var timeout = CallTimeout.of(call.request().getParam("timeout"));
    call.put(DEADLINE, clock.instant().plus(timeout));
    var timer = call.vertx().setTimer(Math.max(1, timeout.toMillis()), _ -> expired(call));
    call.addEndHandler(
        _ -> {
          call.vertx().cancelTimer(timer);
          count(call, System.nanoTime() - start);
        });
    call.next();
  }

  /// Takes one of the bounded places until the call is over. Only whoever has sent all of a review
  /// gets one.
  private void enter(RoutingContext call, Connections connections) {
    if (call.response().ended() || call.response().closed()) {
      return;
    }
    connections.served(call.request().connection());
    var inFlight = doors.inFlight();
    if (!inFlight.tryEnter()) {
      doors.refusals().refuse(call, Limit.REVIEWS, inFlight.full());
      return;
    }
    call.addEndHandler(_ -> inFlight.leave());
    call.next();
  }

  /// Counts a call that has come to its end, whichever it was.
  private void count(RoutingContext call, long nanos) {
    if (Refusals.wasRefused(call)) {
      return;
    }
    var dryRun = call.get(REQUEST) instanceof ReviewRequest request && request.dryRun();
    if (call.get(DECISION) instanceof Decision decision) {
      metrics.decided(decision, dryRun, nanos);
      return;
    }
    metrics.failed(dryRun, nanos);
  }

  private void review(RoutingContext call) {
    var body = Bodies.of(call);
    if (body.length > MOST_BYTES_ON_LOOP) {
      byWorker(call, () -> ReviewReader.read(body))
          .onSuccess(incoming -> decide(call, incoming, true))
          .onFailure(call::fail);
      return;
    }
    decide(call, ReviewReader.read(body), false);
  }

  private void decide(RoutingContext call, IncomingReview incoming, boolean isLarge) {
    switch (incoming) {
      case MalformedReview(var message) -> PlainAnswer.send(call, 400, message);
      case ReviewRequest request -> {
        call.put(REQUEST, request);
        decision(call, request, isLarge || admission.isCostly(request))
            .onSuccess(decision -> answer(call, request, decision))
            .onFailure(call::fail);
      }
    }
  }

  private Future<Decision> decision(RoutingContext call, ReviewRequest request, boolean isCostly) {
    var context = call.vertx().getOrCreateContext();
    var deadline = call.get(DEADLINE, clock.instant());
    return isCostly
        ? byWorker(call, () -> admission.review(request, deadline))
            .compose(decided -> Future.fromCompletionStage(decided, context))
        : Future.fromCompletionStage(admission.review(request, deadline), context);
  }

  /// Has a worker do it, unless nobody waits any more when its turn comes.
  private <T> Future<T> byWorker(RoutingContext call, Callable<T> task) {
    return doors
        .workers()
        .executeBlocking(
            () -> {
              if (call.response().ended() || call.response().closed()) {
                throw new CancellationException("nobody waits for it any more");
              }
              return task.call();
            },
            false)
        .map(Objects::requireNonNull);
  }

  private static void answer(RoutingContext call, ReviewRequest request, Decision decision) {
    if (call.response().ended() || call.response().closed()) {
      return;
    }
    var answer = Buffer.buffer(ReviewResponse.write(request, decision));
    call.put(DECISION, decision);
    call.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(answer);
  }

  private static void expired(RoutingContext call) {
    if (call.response().ended()) {
      return;
    }
    about(call, LOG.atWarn()).log("no decision before the deadline");
    PlainAnswer.send(call, 500, "no decision before the deadline");
  }

  private static void failed(RoutingContext call) {
    if (call.statusCode() == 413) {
      PlainAnswer.send(call, 413, "body: must be at most %d bytes".formatted(MAX_BODY_BYTES));
      return;
    }
    if (call.response().ended() || call.response().closed()) {
      return;
    }
    about(call, LOG.atError()).setCause(root(call.failure())).log("could not decide on a review");
    PlainAnswer.send(call, 500, "could not decide; the log of Fairlead says why");
  }

  private static LoggingEventBuilder about(RoutingContext call, LoggingEventBuilder event) {
    if (call.get(REQUEST) instanceof ReviewRequest request) {
      return event
          .addKeyValue("uid", request.uid())
          .addKeyValue("namespace", request.namespace())
          .addKeyValue("name", request.name());
    }
    return event;
  }

  private static @Nullable Throwable root(@Nullable Throwable failure) {
    return failure instanceof CompletionException wrapped && wrapped.getCause() != null
        ? wrapped.getCause()
        : failure;
  }
}
