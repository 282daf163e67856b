package dev.fairlead.webhook.http;

import dev.fairlead.policies.model.PlainText;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/// An answer in words: one line of plain text, for whoever reads the client's log.
final class PlainAnswer {
  /// In characters; what the client sent may stand in an answer.
  private static final int LONGEST = 1024;

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
        .end(PlainText.line(text, LONGEST) + "\n");
  }
}
