package dev.fairlead.webhook.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// The bodies of calls, read into memory within a bound of bytes and a bound of time. Only bytes
/// that have come count. The length that a client announces does not.
///
/// Where bytes run out, the oldest body that is not complete is refused: an honest client needs
/// milliseconds for one. All event loops share the bytes.
final class Bodies {
  private static final String BODY = "body";

  private final ServerLimits limits;
  private final Refusals refusals;
  private final SequencedSet<Body> arriving = new LinkedHashSet<>();
  private long taken;

  Bodies(ServerLimits limits, Refusals refusals) {
    this.limits = limits;
    this.refusals = refusals;
  }

  /// Reads the body of a call, and goes on with the next handler once all of it has come. It stays
  /// in memory until the call ends.
  void read(RoutingContext call) {
    var request = call.request();
    if (declaresTooMuch(request)) {
      call.fail(413);
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))
        && request.version() != HttpVersion.HTTP_1_0) {
      call.response().writeContinue();
    }
    var body = new Body(call, call.vertx().getOrCreateContext());
    begin(body);
    call.addEndHandler(_ -> release(body));
    request.exceptionHandler(_ -> release(body));
    request.handler(body::arrived);
    request.endHandler(_ -> body.complete());
  }

  private static boolean declaresTooMuch(HttpServerRequest request) {
    var declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return declared != null && Long.parseLong(declared) > ReviewRoute.MAX_BODY_BYTES;
    } catch (NumberFormatException e) {
      return false; // Vert.x counts what comes
    }
  }

  static byte[] of(RoutingContext call) {
    return call.get(BODY) instanceof Buffer body ? body.getBytes() : new byte[0];
  }

  /// Refuses the bodies that have taken too long.
  ///
  /// @param now as [System#nanoTime] tells it
  void refuseLate(long now) {
    for (var late : late(now)) {
      late.giveWay(
          Limit.TIME,
          "body: must arrive within %d ms (fairlead.body-timeout), has not"
              .formatted(limits.bodyTime().toMillis()));
    }
  }

  private synchronized List<Body> late(long now) {
    var late = new ArrayList<Body>();
    while (!arriving.isEmpty() && now - arriving.getFirst().began >= limits.bodyTime().toNanos()) {
      late.add(drop(arriving.getFirst()));
    }
    return late;
  }

  private synchronized void begin(Body body) {
    arriving.add(body);
  }

  /// Takes bytes for a body, if need be from those that began before.
  ///
  /// @return false where there are none for it
  private synchronized boolean take(Body body, int bytes) {
    while (taken + bytes > limits.bodyBytes() && arriving.contains(body)) {
      drop(arriving.getFirst()).giveWay(Limit.BYTES, noBytes());
    }
    if (!arriving.contains(body)) {
      return false;
    }
    taken += bytes;
    body.taken += bytes;
    return true;
  }

  private Body drop(Body body) {
    release(body);
    return body;
  }

  private String noBytes() {
    return "too many bodies are under way, which may take %d bytes in all (an eighth of the heap)"
        .formatted(limits.bodyBytes());
  }

  /// @return false where the body had to give way
  private synchronized boolean completed(Body body) {
    return arriving.remove(body);
  }

  private synchronized void release(Body body) {
    arriving.remove(body);
    taken -= body.taken;
    body.taken = 0;
  }

  synchronized long taken() {
    return taken;
  }

  /// One body, read on the event loop of its call.
  private final class Body {
    private final RoutingContext call;
    private final Context loop;
    private final long began = System.nanoTime();
    private Buffer bytes = Buffer.buffer();

    /// Guarded by the bodies.
    private long taken;

    Body(RoutingContext call, Context loop) {
      this.call = call;
      this.loop = loop;
    }

    void arrived(Buffer part) {
      if (call.response().ended() || call.failed()) {
        return;
      }
      if (bytes.length() + part.length() > ReviewRoute.MAX_BODY_BYTES) {
        forget();
        call.fail(413);
        return;
      }
      if (take(this, part.length())) {
        bytes.appendBuffer(part);
      }
    }

    void complete() {
      if (completed(this)) {
        call.put(BODY, bytes);
        call.next();
      }
    }

    /// Any thread may call this.
    void giveWay(Limit limit, String text) {
      loop.runOnContext(
          _ -> {
            bytes = Buffer.buffer();
            refusals.refuse(call, limit, text);
          });
    }

    private void forget() {
      release(this);
      bytes = Buffer.buffer();
    }
  }
}
