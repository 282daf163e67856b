package dev.fairlead.webhook.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// The calls that were refused, counted by the limit that they met.
final class Refusals {
  private static final String REFUSED = "refused";

  private final Map<Limit, LongAdder> counts = new EnumMap<>(Limit.class);

  Refusals() {
    for (var limit : Limit.values()) {
      counts.put(limit, new LongAdder());
    }
  }

  /// Answers a call and counts it, unless it already has its answer.
  ///
  /// @param text which limit it met, by which setting, and how far that goes
  void refuse(RoutingContext call, Limit limit, String text) {
    if (call.response().ended() || call.response().closed()) {
      return;
    }
    counts.getOrDefault(limit, new LongAdder()).increment();
    call.put(REFUSED, limit);
    if (limit == Limit.TIME && call.request().version() != HttpVersion.HTTP_2) {
      // What is still to come of the body would be taken for the next call.
      call.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    PlainAnswer.send(call, limit.status(), text);
  }

  static boolean wasRefused(RoutingContext call) {
    return call.get(REFUSED) != null;
  }

  long of(Limit limit) {
    return counts.getOrDefault(limit, new LongAdder()).sum();
  }
}
