package dev.fairlead.webhook.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.review.Admission;
import dev.fairlead.webhook.review.Admissions;
import dev.fairlead.webhook.review.Cause;
import dev.fairlead.webhook.review.Decision;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
final class WebhookServerTest {
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "0df28fbd", "operation": "CREATE", "kind": {"group": "", "version": "v1", "kind": "Service"},
        "namespace": "shop", "name": "web", "object": {"spec": {"ports": []}}
      }}
      """;

  private static final String ALLOWED =
      "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
          + "\"response\":{\"uid\":\"0df28fbd\",\"allowed\":true}}";

  private static final Logger ROUTES = (Logger) LoggerFactory.getLogger(ReviewRoute.class);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Vertx vertx = Vertx.vertx();
  private final Metrics metrics = new Metrics();
  private final TestCertificates certificates = new TestCertificates();
  private final BlockingQueue<CompletableFuture<Decision>> underWay = new LinkedBlockingQueue<>();

  /// Decides when the test does.
  private final Admission waiting =
      (_, _) -> {
        var decision = new CompletableFuture<Decision>();
        underWay.add(decision);
        return decision;
      };

  @AfterEach
  void closeEverything() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1, TLSv1.2", "HTTP_1_1, TLSv1.3", "HTTP_2, TLSv1.2", "HTTP_2, TLSv1.3"})
  void aReviewIsAnsweredInEachProtocol(HttpClient.Version http, String tls) throws Exception {
    var server = start((_, _) -> CompletableFuture.completedStage(Decision.ALLOWED));
    var parameters = new SSLParameters();
    parameters.setProtocols(new String[] {tls});
    try (var client =
        HttpClient.newBuilder()
            .version(http)
            .sslContext(certificates.client())
            .sslParameters(parameters)
            .build()) {
      var response =
          client.send(
              request(server, "/validate").POST(text(REVIEW)).build(), BodyHandlers.ofString());

      assertThat(response.version()).isEqualTo(http);
      assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo(tls);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(response.body()).isEqualTo(ALLOWED);
    }
  }

  @Test
  void aDenialIsAnAnswerLikeAnyOther() throws Exception {
    var denial = Decision.denied("no", List.of(new Cause("selector-unmatched", "spec", "no")));
    var server = start((_, _) -> CompletableFuture.completedStage(denial));

    var response = post(server, REVIEW);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"allowed\":false", "\"code\":403", "\"message\":\"no\"");
  }

  @Test
  void theAdmissionIsToldWhatWasAskedAndUntilWhen() throws Exception {
    var asked = new LinkedBlockingQueue<String>();
    var server =
        start(
            (request, deadline) -> {
              asked.add(request.namespace() + "/" + request.name() + " " + deadline);
              return CompletableFuture.completedStage(Decision.ALLOWED);
            });

    send(server, request(server, "/validate?timeout=3s").POST(text(REVIEW)));
    send(server, request(server, "/validate").POST(text(REVIEW)));

    assertThat(asked)
        .containsExactly("shop/web " + NOW.plusSeconds(3), "shop/web " + NOW.plusSeconds(10));
  }

  @Test
  void eachPathHasAnAdmissionOfItsOwn() throws Exception {
    var options = new WebhookServerSettings("127.0.0.1", 0, certificates.tls(), limits(10));
    var patch = List.<PatchOperation>of(new PatchOperation.Add(FieldPath.of("spec", "x"), "y"));
    var admissions =
        new Admissions(
            (_, _) -> CompletableFuture.completedStage(Decision.denied("no", List.of())),
            (_, _) -> CompletableFuture.completedStage(Decision.ALLOWED.withPatch(patch)));
    var server =
        WebhookServer.start(
                vertx, options, admissions, () -> false, InstantSource.fixed(NOW), metrics)
            .toCompletableFuture()
            .get(30, SECONDS);

    assertThat(send(server, request(server, "/validate").POST(text(REVIEW))).body())
        .contains("\"allowed\":false");
    assertThat(send(server, request(server, "/mutate").POST(text(REVIEW))).body())
        .contains("\"allowed\":true", "\"patchType\":\"JSONPatch\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/mutate/more", "/validate/more", "/livez"})
  void anotherPathIsNotFound(String path) throws Exception {
    var server = start(waiting);

    var response = send(server, request(server, path).POST(text(REVIEW)));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("path: must be /validate or /mutate, is " + path + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
  void anotherMethodIsNotAllowed(String method) throws Exception {
    var server = start(waiting);

    var response =
        send(server, request(server, "/validate").method(method, BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    assertThat(response.body()).isEqualTo("method: must be POST, is " + method + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/jsonp", "application/yaml", "x"})
  void anotherContentTypeIsNotSupported(String type) throws Exception {
    var server = start(waiting);

    var response =
        send(
            server,
            request(server, "/validate").setHeader("Content-Type", type).POST(text(REVIEW)));

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.body())
        .isEqualTo("Content-Type: must be application/json, is " + type + "\n");
  }

  @Test
  void noContentTypeIsNotSupported() throws Exception {
    var server = start(waiting);
    var untyped = HttpRequest.newBuilder(uri(server, "/validate")).POST(text(REVIEW));

    assertThat(send(server, untyped).statusCode()).isEqualTo(415);
  }

  @Test
  void aContentTypeMayNameItsCharacters() throws Exception {
    var server = start((_, _) -> CompletableFuture.completedStage(Decision.ALLOWED));

    var response =
        send(
            server,
            request(server, "/validate")
                .setHeader("Content-Type", "Application/JSON; charset=utf-8")
                .POST(text(REVIEW)));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void aBodyOfTheLargestSizeIsReadAndALargerOneIsNot(HttpClient.Version version) throws Exception {
    var server = start((_, _) -> CompletableFuture.completedStage(Decision.ALLOWED));
    var largest = REVIEW + " ".repeat((int) ReviewRoute.MAX_BODY_BYTES - REVIEW.length());
    var larger = (largest + " ").getBytes(StandardCharsets.UTF_8);
    var ofUnknownLength = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(larger));
    try (var client = client(version)) {
      assertThat(status(client, server, text(largest))).isEqualTo(200);
      assertThat(status(client, server, BodyPublishers.ofByteArray(larger))).isEqualTo(413);
      assertThat(status(client, server, ofUnknownLength)).isEqualTo(413);
      assertThat(status(client, server, text(REVIEW))).isEqualTo(200);
    }
  }

  @Test
  void aReviewThatIsNoneIsABadRequestWithTheReason() throws Exception {
    var server = start(waiting);

    var noJson = post(server, "hello");
    var noBody = post(server, "");
    var otherVersion = post(server, REVIEW.replace("k8s.io/v1\"", "k8s.io/v1beta1\""));

    assertThat(noJson.statusCode()).isEqualTo(400);
    assertThat(noJson.body()).startsWith("body: must be JSON (line 1, column 1): ");
    assertThat(noBody.statusCode()).isEqualTo(400);
    assertThat(otherVersion.statusCode()).isEqualTo(400);
    assertThat(otherVersion.headers().firstValue("Content-Type"))
        .hasValue("text/plain; charset=utf-8");
    assertThat(otherVersion.body())
        .isEqualTo(
            "apiVersion: must be \"admission.k8s.io/v1\", is \"admission.k8s.io/v1beta1\"\n");
    assertThat(underWay).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailureOfOurOwnIsLoggedOnceAndLeftToTheFailurePolicy(boolean thrown) throws Exception {
    var bug = new IllegalStateException("a secret detail");
    var log = logged();
    var server = start((_, _) -> failed(bug, thrown));

    var response = post(server, REVIEW);

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    assertThat(response.body()).isEqualTo("could not decide; the log of Fairlead says why\n");
    assertThat(log.list).hasSize(1);
    var event = log.list.getFirst();
    assertThat(event.getThrowableProxy().getMessage()).isEqualTo("a secret detail");
    assertThat(event.getKeyValuePairs())
        .extracting(Object::toString)
        .containsExactly("uid=\"0df28fbd\"", "namespace=\"shop\"", "name=\"web\"");
  }

  /// What is logged about reviews from now on until the end of the test.
  private ListAppender<ILoggingEvent> logged() {
    log.start();
    ROUTES.addAppender(log);
    ROUTES.setAdditive(false);
    return log;
  }

  @AfterEach
  void logAsBefore() {
    ROUTES.detachAppender(log);
    ROUTES.setAdditive(true);
  }

  private static CompletionStage<Decision> failed(RuntimeException bug, boolean thrown) {
    if (thrown) {
      throw bug;
    }
    return CompletableFuture.supplyAsync(
        () -> {
          throw bug;
        });
  }

  @Test
  void aDecisionThatComesTooLateIsAFailureOfOurOwn() throws Exception {
    var server = start(waiting);

    var response = send(server, request(server, "/validate?timeout=100ms").POST(text(REVIEW)));

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    assertThat(response.body()).isEqualTo("no decision before the deadline\n");
    next().complete(Decision.ALLOWED);
    assertServes(server);
  }

  @Test
  void beyondTheBoundReviewsAreRefusedAtOnceAndCounted() throws Exception {
    var server = start(waiting, 2);
    var first = postLater(server);
    var second = postLater(server);
    var decisions = List.of(next(), next());

    var third = post(server, REVIEW);

    assertThat(third.statusCode()).isEqualTo(500);
    assertThat(third.headers().firstValue("Retry-After")).isEmpty();
    assertThat(third.body())
        .isEqualTo("too many reviews are under way: at most 2 may be (fairlead.max-in-flight)\n");
    assertThat(server.refused(Limit.REVIEWS)).isEqualTo(1);
    decisions.forEach(decision -> decision.complete(Decision.ALLOWED));
    assertThat(first.get(10, SECONDS).statusCode()).isEqualTo(200);
    assertThat(second.get(10, SECONDS).statusCode()).isEqualTo(200);
    assertServes(server);
  }

  @Test
  void eachCallIsCountedOnceByWhatBecameOfIt() throws Exception {
    var answers =
        List.of(
            Decision.ALLOWED,
            Decision.UNJUDGED,
            Decision.ALLOWED.withWarnings(List.of("careful")),
            Decision.denied("no", List.of()));
    var left = new LinkedBlockingQueue<>(answers);
    var server = start((_, _) -> CompletableFuture.completedStage(left.remove()));
    for (var _ : answers) {
      assertThat(post(server, REVIEW).statusCode()).isEqualTo(200);
    }
    left.add(Decision.ALLOWED);
    send(server, request(server, "/mutate").POST(text(REVIEW)));
    assertThat(post(server, "hello").statusCode()).isEqualTo(400);
    assertThat(post(server, REVIEW).statusCode()).as("with no answer left").isEqualTo(500);

    for (var verdict : List.of("allowed", "unjudged", "warned", "denied")) {
      awaitCounted(1, "validate", verdict, false);
    }
    awaitCounted(2, "validate", "failed", false);
    awaitCounted(1, "mutate", "allowed", false);
    assertThat(metrics.text())
        .contains(
            "fairlead_review_duration_seconds_count{dry_run=\"false\",webhook=\"validate\"} 6\n",
            "fairlead_review_duration_seconds_count{dry_run=\"false\",webhook=\"mutate\"} 1\n");
  }

  @Test
  void aReviewWithoutAnAnswerHasFailed() throws Exception {
    var server = start(waiting);
    send(server, request(server, "/validate?timeout=100ms").POST(text(REVIEW)));
    awaitCounted(1, "validate", "failed", false);
    next().complete(Decision.ALLOWED);

    try (var socket = connect(server)) {
      write(socket, REVIEW);
      assertThat(next()).isNotDone();
    }

    awaitCounted(2, "validate", "failed", false);
    awaitCounted(0, "validate", "allowed", false);
  }

  @Test
  void aDryRunChangesTheNumbersOfDryRunsOnly() throws Exception {
    var denied = Decision.denied("no", List.of());
    var server = start((_, _) -> CompletableFuture.completedStage(denied));
    var before = numbers();

    post(server, REVIEW.replace("\"operation\"", "\"dryRun\": true, \"operation\""));

    awaitCounted(1, "validate", "denied", true);
    var changed = numbers();
    changed.removeAll(before);
    assertThat(changed).isNotEmpty().allMatch(line -> line.contains("dry_run=\"true\""));
  }

  /// Each number of ours and its value; those of the JVM change all the time.
  private List<String> numbers() {
    return new ArrayList<>(
        metrics.text().lines().filter(line -> line.startsWith("fairlead_")).toList());
  }

  /// A call is counted a moment after its answer is out.
  private void awaitCounted(int count, String webhook, String verdict, boolean dryRun) {
    var line =
        "fairlead_reviews_total{class=\"none\",dry_run=\"%s\",verdict=\"%s\",webhook=\"%s\"} %d.0"
            .formatted(dryRun, verdict, webhook, count);
    var until = System.nanoTime() + SECONDS.toNanos(20);
    while (!metrics.text().contains(line + "\n")) {
      assertThat(System.nanoTime()).as("%s in %s", line, metrics.text()).isLessThan(until);
      Thread.onSpinWait();
    }
  }

  @Test
  void aClientThatGoesAwayLeavesItsPlaceToOthers() throws Exception {
    var log = logged();
    var server = start(waiting, 1);
    try (var socket = connect(server)) {
      write(socket, REVIEW);
      assertThat(next()).isNotDone();
      assertThat(post(server, REVIEW).statusCode()).isEqualTo(500);
    }

    assertServes(server);
    assertThat(log.list).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void aReviewUnderWayIsAnsweredBeforeTheServerCloses(HttpClient.Version version) throws Exception {
    var server = start(waiting);
    try (var client = client(version)) {
      var answer = client.sendAsync(review(server), BodyHandlers.ofString());
      var decision = next();

      var closed = server.close(DRAIN).toCompletableFuture();
      decision.complete(Decision.ALLOWED);

      var response = answer.get(10, SECONDS);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(ALLOWED);
      assertThat(response.headers().firstValue("Connection").orElse("none"))
          .isEqualTo(version == HttpClient.Version.HTTP_2 ? "none" : "close");
      closed.get(5, SECONDS);
    }
  }

  @Test
  void whoeverComesWhileTheServerDrainsIsServedAndSentAway() throws Exception {
    var server = start(waiting);
    var longest = postLater(server);
    var last = next();
    try (var open = connect(server);
        var fresh = connect(server)) {
      assertThat(exchange(open)).contains("200 OK").doesNotContainIgnoringCase("connection: close");

      var closed = server.close(DRAIN).toCompletableFuture();

      for (var socket : List.of(open, fresh)) {
        assertThat(exchange(socket)).contains("200 OK").containsIgnoringCase("connection: close");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(closed).isNotDone();
      last.complete(Decision.ALLOWED);
      assertThat(longest.get(10, SECONDS).statusCode()).isEqualTo(200);
      closed.get(5, SECONDS);
    }
    awaitRefused(server);
  }

  @Test
  void inTheSecondHalfOfTheDrainTimeNobodyIsServedAnyMore() throws Exception {
    var server = start(waiting);
    var longest = postLater(server);
    var last = next();
    try (var idle = connect(server)) {
      assertThat(exchange(idle)).contains("200 OK");

      var closed = server.close(Duration.ofSeconds(4)).toCompletableFuture();
      awaitRefused(server);

      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      assertThat(closed).isNotDone();
      last.complete(Decision.ALLOWED);
      assertThat(longest.get(10, SECONDS).statusCode()).isEqualTo(200);
      closed.get(5, SECONDS);
    }
  }

  @Test
  void anIdleConnectionDoesNotHoldTheServerUp() throws Exception {
    var server = start(waiting);
    try (var socket = connect(server)) {
      assertThat(exchange(socket)).contains("200 OK");

      server.close(Duration.ofMinutes(5)).toCompletableFuture().get(10, SECONDS);

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void whatIsUnderWayWhenTheDrainTimeIsOverIsCut() throws Exception {
    var server = start(waiting);
    var answer = postLater(server);
    assertThat(next()).isNotDone();

    server.close(Duration.ofMillis(200)).toCompletableFuture().get(10, SECONDS);

    assertThatThrownBy(() -> answer.get(10, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({"0x02, 0x15", "0x03, 0x16"})
  void aHandshakeOfTls11IsRefusedAndOneOfTls12IsNot(String minorVersion, String answer)
      throws Exception {
    var server = start(waiting);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(clientHello(Integer.decode(minorVersion)));

      assertThat(socket.getInputStream().read()).isEqualTo(Integer.decode(answer));
    }
  }

  /// The first message of a TLS handshake at a version of at most 3.x.
  private static byte[] clientHello(int minorVersion) {
    var extensions = hex("000a 0004 0002 0017" + "000d 0004 0002 0403" + "000b 0002 0100");
    var suites = hex("c02b c02c c009 c00a");
    var body =
        bytes(
            new byte[] {3, (byte) minorVersion},
            new byte[32],
            new byte[] {0},
            sized(2, suites),
            new byte[] {1, 0},
            sized(2, extensions));
    var handshake = bytes(new byte[] {1}, sized(3, body));
    return bytes(new byte[] {0x16, 3, 1}, sized(2, handshake));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] sized(int lengthBytes, byte[] content) {
    var length = new byte[lengthBytes];
    for (var i = 0; i < lengthBytes; i++) {
      length[i] = (byte) (content.length >> (8 * (lengthBytes - 1 - i)));
    }
    return bytes(length, content);
  }

  private static byte[] bytes(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"
      })
  void aHandshakeWithCbcIsRefused(String suite) throws Exception {
    var server = start(waiting);
    try (var socket = (SSLSocket) connect(server)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {suite});

      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
    "TLSv1.3, TLS_AES_256_GCM_SHA384",
    "TLSv1.3, TLS_CHACHA20_POLY1305_SHA256"
  })
  void aHandshakeWithTheSuitesOfGoIsNot(String protocol, String suite) throws Exception {
    var server = start(waiting);
    try (var socket = (SSLSocket) connect(server)) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();

      assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
    }
  }

  @Test
  void aConnectionHasOneHandshake() throws Exception {
    var server = start(waiting);
    try (var socket = (SSLSocket) connect(server)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThat(exchange(socket)).contains("200 OK");

      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                write(socket, REVIEW);
                assertThat(socket.getInputStream().read()).as("an answer").isEqualTo(-1);
                throw new IOException("closed");
              })
          .isInstanceOf(IOException.class);
      assertThat(underWay).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Host: a\r\nHost: b\r\n", "Host: \r\n"})
  void aRequestThatNamesNotOneHostIsABadRequest(String host) throws Exception {
    var server = start(waiting);
    try (var socket = connect(server)) {
      var head = "POST /validate HTTP/1.1\r\n" + host + "Content-Type: application/json\r\n";
      socket
          .getOutputStream()
          .write((head + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 400");
    }
  }

  @Test
  void plainHttpIsNotAnswered() throws Exception {
    var server = start(waiting);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      write(socket, REVIEW);

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("HTTP");
    }
    assertServes(server);
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void newHandshakesAreHeldWithTheNewCertificateWhileOldConnectionsLiveOn(
      HttpClient.Version version) throws Exception {
    var server = start(waiting);
    var loops = Runtime.getRuntime().availableProcessors();
    var first = shownTo(connect(server));
    try (var open = connect(server);
        var client = client(version)) {
      assertThat(exchange(open)).contains("200 OK");
      var underWay = client.sendAsync(review(server), BodyHandlers.ofString());
      var decision = next();
      var next = certificates.tls();

      server.show(next).toCompletableFuture().get(10, SECONDS);

      // One for each event loop, and then some.
      for (var i = 0; i < 2 * loops; i++) {
        assertThat(shownTo(connect(server)))
            .isEqualTo(next.serving().certificate().getSerialNumber())
            .isNotEqualTo(first);
      }
      assertThat(exchange(open)).contains("200 OK");
      decision.complete(Decision.ALLOWED);
      assertThat(underWay.get(10, SECONDS).statusCode()).isEqualTo(200);
    }
    try (var client = client(version)) {
      var answer = client.sendAsync(review(server), BodyHandlers.ofString());
      next().complete(Decision.ALLOWED);
      assertThat(answer.get(10, SECONDS).version()).isEqualTo(version);
    }
  }

  private static BigInteger shownTo(Socket socket) throws IOException {
    try (var tls = (SSLSocket) socket) {
      tls.startHandshake();
      return ((X509Certificate) tls.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  @Test
  void whereClientsMustShowACertificateThoseWithoutAreRefused() throws Exception {
    var server = start(waiting, certificates.tlsForClients("kube-apiserver"));

    assertThatThrownBy(() -> post(server, REVIEW)).isInstanceOf(IOException.class);
    assertThat(underWay).isEmpty();
  }

  @Test
  void clientsMayPostWhoseCertificateIsForAnAllowedName() throws Exception {
    var server = start(waiting, certificates.tlsForClients("kube-apiserver", "other"));

    try (var allowed = clientNamed("kube-apiserver");
        var stranger = clientNamed("kubelet")) {
      var refused = stranger.send(review(server), BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body())
          .isEqualTo(
              "client certificate: must be for one of kube-apiserver, other, is for kubelet\n");

      var answer = allowed.sendAsync(review(server), BodyHandlers.ofString());
      next().complete(Decision.ALLOWED);
      assertThat(answer.get(10, SECONDS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void clientsOfAnotherAuthorityAreRefused() throws Exception {
    var strangers = new TestCertificates().tlsForClients("kube-apiserver").clients();
    var server = start(waiting, new Tls(certificates.serving(), strangers));

    try (var client = clientNamed("kube-apiserver")) {
      assertThatThrownBy(() -> client.send(review(server), BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  private HttpClient clientNamed(String name) throws Exception {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(certificates.clientNamed(name))
        .build();
  }

  @Test
  void aPortInUseIsToldByItsSetting() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();
      var options = new WebhookServerSettings("127.0.0.1", port, certificates.tls(), limits(10));

      assertThatThrownBy(
              () ->
                  WebhookServer.start(
                          vertx,
                          options,
                          both(waiting),
                          () -> false,
                          InstantSource.fixed(NOW),
                          metrics)
                      .toCompletableFuture()
                      .get(10, SECONDS))
          .cause()
          .isInstanceOf(PortUnavailableException.class)
          .hasMessage("fairlead.port: must be a free port, %d on 127.0.0.1 is in use", port);
    }
  }

  @Test
  void anAddressOfAnotherMachineIsTold() {
    var options = new WebhookServerSettings("192.0.2.1", 0, certificates.tls(), limits(10));

    assertThatThrownBy(
            () ->
                WebhookServer.start(
                        vertx,
                        options,
                        both(waiting),
                        () -> false,
                        InstantSource.fixed(NOW),
                        metrics)
                    .toCompletableFuture()
                    .get(10, SECONDS))
        .cause()
        .isInstanceOf(PortUnavailableException.class)
        .hasMessageStartingWith(
            "fairlead.port: must be a port to listen on, 0 on 192.0.2.1 is not");
  }

  @Test
  void twoServersOfAnyFreePortAreTwo() throws Exception {
    assertThat(start(waiting).port()).isNotEqualTo(start(waiting).port()).isPositive();
  }

  @Test
  void idleConnectionsOutliveThoseOfApiServers() {
    assertThat(Listener.IDLE).isGreaterThan(Duration.ofSeconds(90));
  }

  private WebhookServer start(Admission admission) throws Exception {
    return start(admission, 100);
  }

  private WebhookServer start(Admission admission, int maxInFlight) throws Exception {
    return start(admission, certificates.tls(), maxInFlight);
  }

  private WebhookServer start(Admission admission, Tls tls) throws Exception {
    return start(admission, tls, 100);
  }

  private WebhookServer start(Admission admission, Tls tls, int maxInFlight) throws Exception {
    var options = new WebhookServerSettings("127.0.0.1", 0, tls, limits(maxInFlight));
    return WebhookServer.start(
            vertx, options, both(admission), () -> false, InstantSource.fixed(NOW), metrics)
        .toCompletableFuture()
        .get(30, SECONDS);
  }

  private static ServerLimits limits(int maxInFlight) {
    return new ServerLimits(maxInFlight, 100, Duration.ofSeconds(20), 1 << 26);
  }

  private static Admissions both(Admission admission) {
    return new Admissions(admission, admission);
  }

  private CompletableFuture<Decision> next() throws InterruptedException {
    return Objects.requireNonNull(underWay.poll(20, SECONDS), "no review came in");
  }

  /// Sends until a review gets through: a place is free a moment after its answer is out.
  private void assertServes(WebhookServer server) throws Exception {
    var until = System.nanoTime() + SECONDS.toNanos(20);
    while (true) {
      var answer = postLater(server);
      var decision = underWay.poll(1, SECONDS);
      if (decision != null) {
        decision.complete(Decision.ALLOWED);
        assertThat(answer.get(10, SECONDS).statusCode()).isEqualTo(200);
        return;
      }
      assertThat(System.nanoTime()).as("time until %s", answer.get(10, SECONDS)).isLessThan(until);
    }
  }

  private static void awaitRefused(WebhookServer server) throws Exception {
    var until = System.nanoTime() + SECONDS.toNanos(20);
    while (true) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        assertThat(System.nanoTime()).as("time with %s", socket).isLessThan(until);
        Thread.onSpinWait();
      } catch (ConnectException e) {
        return;
      }
    }
  }

  private static URI uri(WebhookServer server, String path) {
    return URI.create("https://localhost:" + server.port() + path);
  }

  private static HttpRequest.Builder request(WebhookServer server, String path) {
    return HttpRequest.newBuilder(uri(server, path)).header("Content-Type", "application/json");
  }

  private static HttpRequest review(WebhookServer server) {
    return request(server, "/validate").POST(text(REVIEW)).build();
  }

  private static BodyPublisher text(String body) {
    return BodyPublishers.ofString(body);
  }

  private HttpClient client(HttpClient.Version version) throws Exception {
    return HttpClient.newBuilder().version(version).sslContext(certificates.client()).build();
  }

  private HttpResponse<String> send(WebhookServer server, HttpRequest.Builder request)
      throws Exception {
    assertThat(server.port()).isPositive();
    try (var client = client(HttpClient.Version.HTTP_1_1)) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private HttpResponse<String> post(WebhookServer server, String body) throws Exception {
    return send(server, request(server, "/validate").POST(text(body)));
  }

  private CompletableFuture<HttpResponse<String>> postLater(WebhookServer server) throws Exception {
    var client = client(HttpClient.Version.HTTP_1_1);
    return client.sendAsync(review(server), BodyHandlers.ofString());
  }

  private static int status(HttpClient client, WebhookServer server, BodyPublisher body)
      throws Exception {
    return client
        .send(request(server, "/validate").POST(body).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private Socket connect(WebhookServer server) throws Exception {
    return certificates.client().getSocketFactory().createSocket("localhost", server.port());
  }

  private static void write(Socket socket, String body) throws IOException {
    var head =
        "POST /validate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n".formatted(body.length());
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
  }

  /// Sends a review on an open connection and lets it be allowed.
  private String exchange(Socket socket) throws Exception {
    write(socket, REVIEW);
    next().complete(Decision.ALLOWED);
    var answer = new StringBuilder();
    while (!answer.toString().endsWith(ALLOWED)) {
      var next = socket.getInputStream().read();
      assertThat(next).as("after %s", answer).isNotEqualTo(-1);
      answer.append((char) next);
    }
    return answer.toString();
  }
}
