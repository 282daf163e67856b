package dev.fairlead.webhook.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// What kubelets and operators ask, over plain HTTP on a port of its own: `/livez` and `/readyz`,
/// worded as the API server words its own, and `/metrics`, as Prometheus reads them.
public final class ManagementServer {
  /// The setting that a port in use is told by.
  private static final String PORT_SETTING = "fairlead.management-port";

  /// The text format of Prometheus.
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// Longer than between two scrapes, so that Prometheus keeps its connection.
  private static final Duration IDLE = Duration.ofMinutes(2);

  private final HttpServer server;

  private ManagementServer(HttpServer server) {
    this.server = server;
  }

  /// Starts to listen. Fails with a [PortUnavailableException] where it cannot.
  ///
  /// @param port 0 takes any that is free
  /// @param readiness is asked on the event loop, at every call of `/readyz`
  /// @param stuck why only a new start helps, asked at every call of `/livez`; empty: it lives
  /// @param metrics is asked on the event loop, at every call of `/metrics`
  public static CompletionStage<ManagementServer> start(
      Vertx vertx,
      String address,
      int port,
      Supplier<List<ReadinessCheck>> readiness,
      Supplier<Optional<String>> stuck,
      Supplier<String> metrics) {
    return start(vertx, address, port, readiness, stuck, metrics, IDLE);
  }

  static CompletionStage<ManagementServer> start(
      Vertx vertx,
      String address,
      int port,
      Supplier<List<ReadinessCheck>> readiness,
      Supplier<Optional<String>> stuck,
      Supplier<String> metrics,
      Duration idle) {
    var router = Router.router(vertx);
    HostHeader.mustBeSet(router);
    router.get("/livez").handler(call -> alive(call, stuck.get()));
    router.get("/readyz").handler(call -> ready(call, readiness.get()));
    router.get("/metrics").handler(call -> scraped(call, metrics.get()));
    return vertx
        .createHttpServer(options(idle))
        .requestHandler(router)
        .listen(port, address)
        .map(ManagementServer::new)
        .recover(
            failure -> PortUnavailableException.becauseOf(failure, PORT_SETTING, address, port))
        .toCompletionStage();
  }

  /// Kubelets and Prometheus speak HTTP/1.1. A client that offers to change to HTTP/2 without TLS,
  /// as Java's does, may wait for ever for an answer that is longer than the first window.
  private static HttpServerOptions options(Duration idle) {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout((int) idle.toSeconds());
  }

  private static void alive(RoutingContext call, Optional<String> stuck) {
    PlainAnswer.send(call, stuck.isEmpty() ? 200 : 503, stuck.orElse("ok"));
  }

  private static void ready(RoutingContext call, List<ReadinessCheck> checks) {
    var ready = checks.stream().allMatch(ReadinessCheck::ready);
    if (ready && !call.request().params().contains("verbose")) {
      PlainAnswer.send(call, 200, "ok");
      return;
    }
    var text = new StringBuilder();
    checks.forEach(check -> text.append(check.line()).append('\n'));
    text.append("readyz check ").append(ready ? "passed" : "failed");
    PlainAnswer.send(call, ready ? 200 : 503, text.toString());
  }

  private static void scraped(RoutingContext call, String metrics) {
    call.response().putHeader(HttpHeaders.CONTENT_TYPE, METRICS_TYPE).end(metrics);
  }

  /// The port it listens on, also where any free one was asked for.
  public int port() {
    return server.actualPort();
  }

  public CompletionStage<Void> close() {
    return server.close().toCompletionStage();
  }
}
