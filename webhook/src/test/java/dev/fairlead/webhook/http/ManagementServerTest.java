package dev.fairlead.webhook.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.webhook.api.Access;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ManagementServerTest {
  private static final List<ReadinessCheck> READY =
      List.of(new ReadinessCheck("services", true, ""), new ReadinessCheck("pods", true, "12"));
  private static final List<ReadinessCheck> NOT_READY =
      List.of(
          new ReadinessCheck("services", true, ""), new ReadinessCheck("pods", false, "forbidden"));

  private static final String METRICS = "fairlead_reviews_refused_total 3.0\n";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeEverything() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  @Test
  void itLivesAlsoWhenItIsNotReady() throws Exception {
    var response = get(start(NOT_READY), "/livez");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("ok\n");
  }

  @Test
  void itDoesNotLiveWhereOnlyANewStartHelps() throws Exception {
    var server =
        started(
            options(0, Optional.empty()),
            new ManagementServer.Told(() -> READY, () -> Optional.of("stuck"), () -> METRICS));

    assertThat(get(server, "/livez").statusCode()).isEqualTo(503);
    assertThat(get(server, "/livez").body()).isEqualTo("stuck\n");
  }

  @Test
  void readinessIsOneWordOrOneLineForEachCheck() throws Exception {
    var server = start(READY);

    assertThat(get(server, "/readyz").body()).isEqualTo("ok\n");
    assertThat(get(server, "/readyz?verbose").statusCode()).isEqualTo(200);
    assertThat(get(server, "/readyz?verbose").body())
        .isEqualTo("[+]services ok\n[+]pods ok: 12\nreadyz check passed\n");
  }

  @Test
  void whatIsNotReadyIsNamed() throws Exception {
    var response = get(start(NOT_READY), "/readyz");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body())
        .isEqualTo("[+]services ok\n[-]pods failed: forbidden\nreadyz check failed\n");
  }

  /// One offered HTTP/2 and waited for ever for the rest of a long answer.
  @Test
  void whoOffersHttp2WithoutTlsIsAnsweredByHttp1() throws Exception {
    assertThat(get(start(READY), "/metrics").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  @Test
  void metricsAreTextOfPrometheus() throws Exception {
    var response = get(start(NOT_READY), "/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.body()).isEqualTo(METRICS);
  }

  @Test
  void anythingElseIsNotFound() throws Exception {
    assertThat(get(start(READY), "/validate").statusCode()).isEqualTo(404);
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    var server =
        started(
            new ManagementServer.Settings("127.0.0.1", 0, Duration.ofSeconds(1), Optional.empty()),
            told(READY));
    try (var idle = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aRequestWithoutHostIsABadRequest() throws Exception {
    var server = start(READY);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write("GET /livez HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 400");
    }
  }

  @Test
  void aClosedServerIsNotReached() throws Exception {
    var server = start(READY);
    server.close().toCompletableFuture().get(10, SECONDS);

    assertThatThrownBy(() -> get(server, "/livez")).isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortInUseIsToldByItsSetting() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();

      assertThatThrownBy(() -> started(options(port, Optional.empty()), told(READY)))
          .cause()
          .isInstanceOf(PortUnavailableException.class)
          .hasMessage(
              "fairlead.management-port: must be a free port, %d on 127.0.0.1 is in use", port);
    }
  }

  @Nested
  final class WhereTokensAreReviewed {
    private final TestCertificates certificates = new TestCertificates();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private CompletionStage<Access> access(String token) {
      asked.add(token);
      return switch (token) {
        case "prometheus" -> CompletableFuture.completedStage(Access.ALLOWED);
        case "tenant" -> CompletableFuture.completedStage(Access.FORBIDDEN);
        case "outage" -> CompletableFuture.failedStage(new IllegalStateException("no answer"));
        default -> CompletableFuture.completedStage(Access.NOT_AUTHENTICATED);
      };
    }

    private HttpResponse<String> get(List<ReadinessCheck> checks, String path, String... headers)
        throws Exception {
      var guard = new ManagementServer.Guard(certificates.tls(), this::access);
      var server = started(options(0, Optional.of(guard)), told(checks));
      try (var client = HttpClient.newBuilder().sslContext(certificates.client()).build()) {
        var request =
            HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path));
        return client.send(
            headers.length == 0 ? request.build() : request.headers(headers).build(),
            BodyHandlers.ofString());
      }
    }

    @Test
    void aKubeletNeedsNone() throws Exception {
      assertThat(get(READY, "/livez").body()).isEqualTo("ok\n");
      assertThat(get(READY, "/readyz").body()).isEqualTo("ok\n");
      assertThat(get(NOT_READY, "/readyz").body())
          .isEqualTo("[+]services ok\n[-]pods failed: reason withheld\nreadyz check failed\n");
      assertThat(asked).isEmpty();
    }

    @Test
    void whoeverMayReadMetricsReadsThem() throws Exception {
      assertThat(get(READY, "/metrics", "Authorization", "Bearer prometheus").body())
          .isEqualTo(METRICS);
      assertThat(get(READY, "/readyz?verbose", "Authorization", "bearer prometheus").body())
          .isEqualTo("[+]services ok\n[+]pods ok: 12\nreadyz check passed\n");
      assertThat(asked).containsExactly("prometheus", "prometheus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/readyz?verbose"})
    void whoeverMayNotIsToldWhy(String path) throws Exception {
      var forbidden = get(READY, path, "Authorization", "Bearer tenant");
      assertThat(forbidden.statusCode()).isEqualTo(403);
      assertThat(forbidden.body())
          .isEqualTo("Authorization: must be of a user who may get /metrics, is not\n");

      var unknown = get(READY, path, "Authorization", "Bearer made-up");
      assertThat(unknown.statusCode()).isEqualTo(401);
      assertThat(unknown.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");

      assertThat(get(READY, path).statusCode()).isEqualTo(401);
      assertThat(get(READY, path, "Authorization", "Basic prometheus").statusCode()).isEqualTo(401);
      assertThat(get(READY, path, "Authorization", "Bearer outage").statusCode()).isEqualTo(503);
    }

    @Test
    void anotherCertificateIsShownFromThenOn() throws Exception {
      var guard = new ManagementServer.Guard(certificates.tls(), this::access);
      var server = started(options(0, Optional.of(guard)), told(READY));
      var renewed = new TestCertificates();
      server.show(renewed.tls()).toCompletableFuture().get(10, SECONDS);

      try (var client = HttpClient.newBuilder().sslContext(renewed.client()).build()) {
        var request =
            HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/livez"));
        assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
            .isEqualTo(200);
      }
    }
  }

  private static ManagementServer.Settings options(
      int port, Optional<ManagementServer.Guard> guard) {
    return new ManagementServer.Settings("127.0.0.1", port, guard);
  }

  private static ManagementServer.Told told(List<ReadinessCheck> checks) {
    return new ManagementServer.Told(() -> checks, Optional::empty, () -> METRICS);
  }

  private ManagementServer start(List<ReadinessCheck> checks) throws Exception {
    return started(options(0, Optional.empty()), told(checks));
  }

  private ManagementServer started(ManagementServer.Settings options, ManagementServer.Told told)
      throws Exception {
    return ManagementServer.start(vertx, options, told).toCompletableFuture().get(10, SECONDS);
  }

  private static HttpResponse<String> get(ManagementServer server, String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }
}
