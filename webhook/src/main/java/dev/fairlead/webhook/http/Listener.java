package dev.fairlead.webhook.http;

import dev.fairlead.certs.ServingCertificate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The part of the webhook server that runs on one event loop.
final class Listener extends VerticleBase {
  /// Longer than the 90 s after which API servers drop an idle connection: a call on a connection
  /// that the server closes at that moment is lost, and never repeated.
  static final Duration IDLE = Duration.ofMinutes(2);

  /// What API servers allow for it themselves (net/http, `DefaultTransport`).
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /// Those with forward secrecy and authenticated encryption, all of which Go has too. The older
  /// ones of TLS 1.2, with CBC, have been broken by their timing again and again.
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private final WebhookServerSettings settings;
  private final int port;
  private final List<ReviewRoute> routes;
  private final Connections connections;
  private final LongAdder displaced;
  private final LoopLag lag;

  private volatile boolean draining;
  private @Nullable HttpServer server;

  /// @param connections of this event loop
  /// @param displaced counts the connections that are closed for others
  Listener(
      WebhookServerSettings settings,
      int port,
      List<ReviewRoute> routes,
      Connections connections,
      LongAdder displaced,
      LoopLag lag) {
    this.settings = settings;
    this.port = port;
    this.routes = List.copyOf(routes);
    this.connections = connections;
    this.displaced = displaced;
    this.lag = lag;
  }

  @Override
  public Future<?> start() {
    lag.follow(vertx);
    var router = Router.router(vertx);
    router.route().handler(this::count);
    HostHeader.mustBeSet(router);
    settings
        .tls()
        .clients()
        .ifPresent(clients -> router.route().handler(new ClientGate(clients.names())::check));
    routes.forEach(route -> route.addTo(router, connections));
    router.route().handler(Listener::notFound);
    server =
        vertx
            .createHttpServer(serverOptions(settings.tls(), settings.limits()))
            .connectionHandler(this::track)
            .requestHandler(router);
    return server.listen(port, settings.address());
  }

  private static HttpServerOptions serverOptions(Tls tls, ServerLimits limits) {
    var settings =
        tlsOptions(tls.serving())
            .setUseAlpn(true)
            .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(limits.maxStreams()))
            .setIdleTimeout((int) IDLE.toSeconds());
    tls.clients()
        .ifPresent(
            clients ->
                settings
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(
                        new PemTrustOptions()
                            .addCertValue(Buffer.buffer(clients.authoritiesPem()))));
    return settings;
  }

  /// TLS as every port of ours has it, with this certificate.
  static HttpServerOptions tlsOptions(ServingCertificate certificate) {
    var settings =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertValue(Buffer.buffer(certificate.chainPem()))
                    .setKeyValue(Buffer.buffer(certificate.keyPem())))
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
            .setSslHandshakeTimeout(HANDSHAKE.toSeconds());
    SUITES.forEach(settings::addEnabledCipherSuite);
    return settings;
  }

  /// From now on handshakes are held with this, on whichever event loop; connections that are open
  /// stay as they are.
  Future<?> show(Tls tls) {
    return server == null
        ? Future.failedFuture(new IllegalStateException("not listening"))
        : server.updateSSLOptions(serverOptions(tls, settings.limits()).getSslOptions());
  }

  private void track(HttpConnection connection) {
    connections
        .opened(connection)
        .ifPresent(
            least -> {
              displaced.increment();
              least.close();
            });
    connection.closeHandler(_ -> connections.closed(connection));
  }

  private void count(RoutingContext call) {
    var connection = call.request().connection();
    connections.began(connection);
    call.addHeadersEndHandler(_ -> announce(call));
    call.addEndHandler(
        _ -> {
          connections.ended(connection);
          sendAway(call);
        });
    call.next();
  }

  /// Tells a client, once the server drains, that its next call goes elsewhere.
  private void announce(RoutingContext call) {
    if (draining && isHttp1(call)) {
      call.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /// Closes the connection after its answer: in HTTP/1.1 if the answer has announced it, since the
  /// client may already have sent its next call otherwise; in HTTP/2 with a GOAWAY, which tells it
  /// what was not read, and after the other calls.
  private void sendAway(RoutingContext call) {
    if (isHttp1(call)) {
      if (call.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
        call.request().connection().close();
      }
    } else if (draining) {
      call.request().connection().shutdown(IDLE);
    }
  }

  private static boolean isHttp1(RoutingContext call) {
    return call.request().version() != HttpVersion.HTTP_2;
  }

  private static void notFound(RoutingContext call) {
    PlainAnswer.send(
        call,
        404,
        "path: must be %s or %s, is %s"
            .formatted(ReviewRoute.VALIDATE, ReviewRoute.MUTATE, call.request().path()));
  }

  int port() {
    return server == null ? port : server.actualPort();
  }

  void drain() {
    draining = true;
  }

  /// Stops to listen and closes each connection, once the calls under way on it are over or the
  /// time is.
  Future<Void> close(Duration time) {
    if (server == null) {
      return Future.succeededFuture();
    }
    var closed = server.shutdown(time);
    // Vert.x keeps connections without a call open until the time is over, but reads no more calls.
    context.runOnContext(_ -> closeIdle());
    return closed;
  }

  private void closeIdle() {
    connections.idle().forEach(HttpConnection::close);
  }
}
