package dev.fairlead.webhook.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/// Refuses calls that do not name their host exactly once (RFC 9112, section 3.2).
final class HostHeader {
  private static final int BAD_REQUEST = 400;

  private HostHeader() {}

  static void mustBeSet(Router router) {
    router.route().handler(HostHeader::check).failureHandler(HostHeader::failed);
  }

  private static void check(RoutingContext call) {
    var request = call.request();
    if (request.authority() == null || request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      refuse(call);
      return;
    }
    call.next();
  }

  /// Vert.x-web fails a call without the header before any handler sees it.
  private static void failed(RoutingContext call) {
    if (call.statusCode() == BAD_REQUEST) {
      refuse(call);
      return;
    }
    call.next();
  }

  private static void refuse(RoutingContext call) {
    PlainAnswer.send(call, BAD_REQUEST, "Host: must be set once to a host, is not");
  }
}
