package dev.fairlead.webhook.http;

import dev.fairlead.policies.model.PlainText;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/// An answer in plain text: one line for whoever reads the client's log.
final class PlainAnswer {
  /// Readiness has a line for each check and for each object that cannot be read.
  private static final int MOST_LINES = 1_000;

  /// In characters; what the client sent may stand in a line.
  private static final int LONGEST_LINE = 1_024;

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
        .end(PlainText.lines(text, MOST_LINES, LONGEST_LINE) + "\n");
  }
}
