package dev.fairlead.webhook.http;

import dev.fairlead.certs.ServingCertificate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The part of the webhook server that runs on one event loop.
final class Listener extends VerticleBase {
  /// Longer than the 90 s after which API servers drop an idle connection: a call on a connection
  /// that the server closes at that moment is lost, and never repeated.
  static final Duration IDLE = Duration.ofMinutes(2);

  private final WebhookOptions options;
  private final int port;
  private final ValidateRoute route;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;
  private @Nullable HttpServer server;

  Listener(WebhookOptions options, int port, ValidateRoute route) {
    this.options = options;
    this.port = port;
    this.route = route;
  }

  @Override
  public Future<?> start() {
    var router = Router.router(vertx);
    router.route().handler(this::tellWhenDraining);
    route.addTo(router);
    router.route().handler(Listener::notFound);
    server =
        vertx
            .createHttpServer(tls(options.certificate()))
            .connectionHandler(this::track)
            .requestHandler(router);
    return server.listen(port, options.address());
  }

  private static HttpServerOptions tls(ServingCertificate certificate) {
    return new HttpServerOptions()
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(certificate.chainPem()))
                .setKeyValue(Buffer.buffer(certificate.keyPem())))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setIdleTimeout((int) IDLE.toSeconds());
  }

  private void track(HttpConnection connection) {
    connections.add(connection);
    connection.closeHandler(_ -> connections.remove(connection));
  }

  /// In HTTP/2 a GOAWAY says it.
  private void tellWhenDraining(RoutingContext call) {
    call.addHeadersEndHandler(
        _ -> {
          if (draining && call.request().version() != HttpVersion.HTTP_2) {
            call.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
          }
        });
    call.next();
  }

  private static void notFound(RoutingContext call) {
    PlainAnswer.send(
        call, 404, "path: must be %s, is %s".formatted(ValidateRoute.PATH, call.request().path()));
  }

  int port() {
    return server == null ? port : server.actualPort();
  }

  Future<Void> close(Duration drainTime) {
    draining = true;
    return server == null ? Future.succeededFuture() : server.shutdown(drainTime);
  }

  void closeConnections() {
    connections.forEach(HttpConnection::close);
  }
}
