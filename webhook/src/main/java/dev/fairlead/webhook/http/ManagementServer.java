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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// The port for kubelets and operators: `/livez` and `/readyz`, worded as those of the API server
/// (kubernetes/apiserver, pkg/server/healthz/healthz.go), and `/metrics` in the text format of
/// Prometheus.
public final class ManagementServer {
  /// The setting that a port in use is told by.
  private static final String PORT_SETTING = "fairlead.management-port";

  /// The text format of Prometheus.
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final Optional<Guard> guard;

  private ManagementServer(HttpServer server, Optional<Guard> guard) {
    this.server = server;
    this.guard = guard;
  }

  /// What it tells. Each is asked on the event loop, at every call.
  ///
  /// @param stuck why only a new start helps; empty: it lives
  public record Told(
      Supplier<List<ReadinessCheck>> readiness,
      Supplier<Optional<String>> stuck,
      Supplier<String> metrics) {}

  /// Who may read more than whether it lives and is ready. Tokens are sent over TLS alone, so the
  /// whole port has it then.
  ///
  /// @param tls what is shown; no client needs a certificate here
  public record Guard(Tls tls, AccessCheck access) {}

  /// Where it listens.
  ///
  /// @param port 0 takes any that is free
  /// @param idle how long a connection may say nothing; longer than between two scrapes, so that
  ///   Prometheus keeps its own
  /// @param guard empty: plain HTTP, and everybody may read everything
  public record Settings(String address, int port, Duration idle, Optional<Guard> guard) {
    public Settings(String address, int port, Optional<Guard> guard) {
      this(address, port, Duration.ofMinutes(2), guard);
    }
  }

  /// Starts to listen. Fails with a [PortUnavailableException] where it cannot.
  public static CompletionStage<ManagementServer> start(Vertx vertx, Settings options, Told told) {
    var router = Router.router(vertx);
    HostHeader.mustBeSet(router);
    router.get("/livez").handler(call -> alive(call, told.stuck().get()));
    var guard = options.guard();
    guard.ifPresent(
        guarded -> {
          var gate = new TokenGate(guarded.access());
          router.get("/readyz").handler(call -> verboseOnly(call, gate));
          router.get("/metrics").handler(gate::check);
        });
    router
        .get("/readyz")
        .handler(call -> ready(call, told.readiness().get(), guard.isEmpty() || verbose(call)));
    router.get("/metrics").handler(call -> scraped(call, told.metrics().get()));
    return vertx
        .createHttpServer(serverOptions(options))
        .requestHandler(router)
        .listen(options.port(), options.address())
        .map(server -> new ManagementServer(server, guard))
        .recover(
            failure ->
                PortUnavailableException.becauseOf(
                    failure, PORT_SETTING, options.address(), options.port()))
        .toCompletionStage();
  }

  /// Kubelets and Prometheus speak HTTP/1.1. A client that offers to change to HTTP/2 without TLS,
  /// as Java's does, may wait for ever for an answer that is longer than the first window.
  private static HttpServerOptions serverOptions(Settings options) {
    var server =
        options
            .guard()
            .map(guard -> Listener.tlsOptions(guard.tls().serving()))
            .orElseGet(HttpServerOptions::new);
    return server.setHttp2ClearTextEnabled(false).setIdleTimeout((int) options.idle().toSeconds());
  }

  private static void alive(RoutingContext call, Optional<String> stuck) {
    PlainAnswer.send(call, stuck.isEmpty() ? 200 : 503, stuck.orElse("ok"));
  }

  private static void verboseOnly(RoutingContext call, TokenGate gate) {
    if (verbose(call)) {
      gate.check(call);
    } else {
      call.next();
    }
  }

  private static boolean verbose(RoutingContext call) {
    return call.request().params().contains("verbose");
  }

  /// @param withDetails whether the caller may read what is known of a cluster
  private static void ready(RoutingContext call, List<ReadinessCheck> checks, boolean withDetails) {
    var ready = checks.stream().allMatch(ReadinessCheck::ready);
    if (ready && !verbose(call)) {
      PlainAnswer.send(call, 200, "ok");
      return;
    }
    var text = new StringBuilder();
    checks.forEach(
        check -> text.append(withDetails ? check.line() : check.withheld()).append('\n'));
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

  /// From now on handshakes are held with this, where there is TLS.
  CompletionStage<Void> show(Tls tls) {
    return guard.isEmpty()
        ? CompletableFuture.completedStage(null)
        : server
            .updateSSLOptions(Listener.tlsOptions(tls.serving()).getSslOptions())
            .<Void>mapEmpty()
            .toCompletionStage();
  }

  public CompletionStage<Void> close() {
    return server.close().toCompletionStage();
  }
}
