package dev.fairlead.webhook.http;

import dev.fairlead.webhook.api.Access;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets calls pass whose bearer token (RFC 6750) gives the right to read the metrics.
final class TokenGate {
  private static final Logger LOG = LoggerFactory.getLogger(TokenGate.class);

  private static final String SCHEME = "Bearer ";

  private final AccessCheck access;

  TokenGate(AccessCheck access) {
    this.access = access;
  }

  void check(RoutingContext call) {
    var header = call.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      unauthenticated(call, "Authorization: must be a bearer token, is not");
      return;
    }
    Future.fromCompletionStage(
            access.of(header.substring(SCHEME.length()).strip()), call.vertx().getOrCreateContext())
        .onSuccess(answer -> answered(call, answer))
        .onFailure(failure -> unanswered(call, failure));
  }

  private static void answered(RoutingContext call, Access answer) {
    switch (answer) {
      case ALLOWED -> call.next();
      case NOT_AUTHENTICATED ->
          unauthenticated(call, "Authorization: must be a token that the API server knows, is not");
      case FORBIDDEN ->
          PlainAnswer.send(
              call, 403, "Authorization: must be of a user who may get /metrics, is not");
    }
  }

  private static void unauthenticated(RoutingContext call, String text) {
    call.response().putHeader("WWW-Authenticate", SCHEME.strip());
    PlainAnswer.send(call, 401, text);
  }

  private static void unanswered(RoutingContext call, Throwable failure) {
    LOG.atWarn()
        .addKeyValue("reason", failure.getMessage())
        .log("the API server does not say who may read the management port");
    PlainAnswer.send(call, 503, "the API server does not say whose token that is; try again");
  }
}
