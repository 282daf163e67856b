package dev.fairlead.webhook.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
        ManagementServer.start(
                vertx, "127.0.0.1", 0, () -> READY, () -> Optional.of("stuck"), () -> METRICS)
            .toCompletableFuture()
            .get(10, SECONDS);

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
        ManagementServer.start(
                vertx,
                "127.0.0.1",
                0,
                () -> READY,
                Optional::empty,
                () -> METRICS,
                Duration.ofSeconds(1))
            .toCompletableFuture()
            .get(10, SECONDS);
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

      assertThatThrownBy(
              () ->
                  ManagementServer.start(
                          vertx, "127.0.0.1", port, () -> READY, Optional::empty, () -> METRICS)
                      .toCompletableFuture()
                      .get(10, SECONDS))
          .cause()
          .isInstanceOf(PortUnavailableException.class)
          .hasMessage(
              "fairlead.management-port: must be a free port, %d on 127.0.0.1 is in use", port);
    }
  }

  private ManagementServer start(List<ReadinessCheck> checks) throws Exception {
    return ManagementServer.start(
            vertx, "127.0.0.1", 0, () -> checks, Optional::empty, () -> METRICS)
        .toCompletableFuture()
        .get(10, SECONDS);
  }

  private static HttpResponse<String> get(ManagementServer server, String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }
}
