package dev.fairlead.webhook.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/// An answer in words: one line of plain text, for whoever reads the client's log.
final class PlainAnswer {
  private PlainAnswer() {}

  /// Answers, unless the call already has its answer.
  static void send(RoutingContext call, int status, String text) {
    if (call.response().ended() || call.response().closed()) {
      return;
    }
    call.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(text + "\n");
  }
}
