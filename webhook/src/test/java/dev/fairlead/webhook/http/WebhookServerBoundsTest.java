package dev.fairlead.webhook.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.review.Admission;
import dev.fairlead.webhook.review.Admissions;
import dev.fairlead.webhook.review.Decision;
import dev.fairlead.webhook.review.ReviewRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one client can take of the server, and what it cannot.
@Timeout(120)
final class WebhookServerBoundsTest {
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "0df28fbd", "operation": "CREATE", "kind": {"group": "", "version": "v1", "kind": "Service"},
        "namespace": "shop", "name": "web", "object": {"spec": {"ports": []}}
      }}
      """;

  /// As the program has them, in a heap of 307 MiB; bodies have all the time they want.
  private static final ServerLimits LIMITS =
      new ServerLimits(512, 1_024, Duration.ofMinutes(5), ServerLimits.bodyBytes(307 << 20));

  private static final Admission ALLOWING =
      (_, _) -> CompletableFuture.completedStage(Decision.ALLOWED);

  private final Vertx vertx = Vertx.vertx();
  private final TestCertificates certificates = new TestCertificates();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeEverything() throws Exception {
    for (var resource : open) {
      resource.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(30, SECONDS);
  }

  @Test
  void connectionsThatOnlyBeginToTalkHoldNoPlace() throws Exception {
    var server = start(LIMITS);
    for (var i = 0; i < 520; i++) {
      send(connect(server), head(1_000) + "{");
    }
    await(server::bodyBytes, now -> now == 520);

    assertThat(statusesOfAVictim(server)).containsOnlyKeys(200);
    assertThat(server.underWay()).isZero();
    assertThat(server.displaced()).isZero();
  }

  @Test
  void streamsThatOnlyBeginToTalkHoldNoPlace() throws Exception {
    var server = start(LIMITS);
    var begun = new ConcurrentLinkedQueue<HttpClientRequest>();
    var attacker =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2MultiplexingLimit(80),
            new PoolOptions().setHttp2MaxSize(7));
    for (var i = 0; i < 7 * 80; i++) {
      var _ = attacker.request(talk(server)).onSuccess(request -> begin(request, begun));
    }
    // What is beyond the share of a connection waits in the client.
    await(server::bodyBytes, now -> now == 7 * 64);

    assertThat(statusesOfAVictim(server)).containsOnlyKeys(200);
    assertThat(begun).hasSize(7 * 64);
    assertThat(server.underWay()).isZero();
  }

  private static RequestOptions talk(WebhookServer server) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost("localhost")
        .setPort(server.port())
        .setURI("/validate?timeout=30s")
        .putHeader("Content-Type", "application/json")
        .putHeader("Content-Length", "1000");
  }

  private static void begin(
      HttpClientRequest request, ConcurrentLinkedQueue<HttpClientRequest> begun) {
    begun.add(request);
    var _ = request.write(Buffer.buffer("{"));
  }

  @Test
  void bodiesThatAreHalfSentGiveWayToThoseThatComeLater() throws Exception {
    var server = start(LIMITS);
    var half = " ".repeat(4 << 20);
    for (var i = 0; i < 36; i++) {
      send(connect(server), head(8 << 20) + half);
      assertThat(server.bodyBytes()).isLessThanOrEqualTo(LIMITS.bodyBytes());
    }

    assertThat(statusesOfAVictim(server)).containsOnlyKeys(200);
    assertThat(server.bodyBytes()).isLessThanOrEqualTo(LIMITS.bodyBytes());
    // As many as fit are left.
    assertThat(server.refused(Limit.BYTES)).isBetween(36L - 9, 36L);
  }

  @Test
  void whatABodySaysItWillSendCountsForNothing() throws Exception {
    var server = start(LIMITS);
    for (var i = 0; i < 100; i++) {
      send(connect(server), head(8 << 20) + "{");
    }
    await(server::bodyBytes, now -> now == 100);

    assertThat(statusesOfAVictim(server)).containsOnlyKeys(200);
    assertThat(server.refused(Limit.BYTES)).isZero();
  }

  @Test
  void whereReviewsUnderWayHoldAllBytesTheNextIsRefused() throws Exception {
    var decision = new CompletableFuture<Decision>();
    var limits = new ServerLimits(512, 1_024, Duration.ofMinutes(5), 1_000);
    var server = start(limits, (_, _) -> decision, () -> false);
    var first = connect(server);
    send(first, head(900) + padded(900));
    await(server::underWay, now -> now == 1);

    var second = connect(server);
    send(second, head(900) + padded(900));

    assertThat(answer(second))
        .contains(
            "500 ",
            "too many bodies are under way, which may take 1000 bytes in all (an eighth of the"
                + " heap)");
    assertThat(server.refused(Limit.BYTES)).isEqualTo(1);
    decision.complete(Decision.ALLOWED);
    assertThat(answer(first)).contains("200 ");
    await(server::bodyBytes, now -> now == 0);
  }

  private static String padded(int length) {
    return REVIEW + " ".repeat(length - REVIEW.length());
  }

  @Test
  void aBodyThatTakesTooLongIsGivenUpAndItsConnectionCloses() throws Exception {
    var server = start(new ServerLimits(512, 1_024, Duration.ofMillis(100), LIMITS.bodyBytes()));
    var slow = connect(server);
    send(slow, head(1_000) + "{");

    assertThat(answer(slow))
        .startsWith("HTTP/1.1 408 ")
        .containsIgnoringCase("connection: close")
        .endsWith("body: must arrive within 100 ms (fairlead.body-timeout), has not\n");
    assertThat(slow.getInputStream().read()).isEqualTo(-1);
    assertThat(server.refused(Limit.TIME)).isEqualTo(1);
    assertThat(server.bodyBytes()).isZero();
  }

  @Test
  void aConnectionHasNoMoreStreamsThanItsShare() throws Exception {
    var server = start(LIMITS);
    var greedy = connectByHttp2(server);
    // The preface and empty settings; those of the server are never acknowledged.
    var frames = new ByteArrayOutputStream();
    frames.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frames.writeBytes(frame(4, 0, 0, new byte[0]));
    for (var stream = 1; stream < 200; stream += 2) {
      frames.writeBytes(frame(1, 4, stream, http2Head()));
    }
    for (var stream = 1; stream < 2 * 64; stream += 2) {
      frames.writeBytes(frame(0, 0, stream, new byte[] {'{'}));
    }
    greedy.getOutputStream().write(frames.toByteArray());

    await(server::bodyBytes, now -> now == 64);
    assertThat(statusesOfAVictim(server)).containsOnlyKeys(200);
    assertThat(refusedStreams(greedy, 100 - 64)).allMatch(stream -> stream > 2 * 64);
  }

  /// Reads frames until so many streams were refused.
  private static Set<Integer> refusedStreams(SSLSocket socket, int count) throws IOException {
    var refused = new HashSet<Integer>();
    var in = new DataInputStream(socket.getInputStream());
    while (refused.size() < count) {
      var length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      var type = in.readUnsignedByte();
      in.readUnsignedByte();
      var stream = in.readInt();
      var content = in.readNBytes(length);
      if (type == 3) {
        assertThat(content).as("REFUSED_STREAM").containsExactly(0, 0, 0, 7);
        refused.add(stream);
      }
    }
    return refused;
  }

  private static byte[] frame(int type, int flags, int stream, byte[] content) {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {0, (byte) (content.length >> 8), (byte) content.length});
    frame.writeBytes(new byte[] {(byte) type, (byte) flags, 0, 0});
    frame.writeBytes(new byte[] {(byte) (stream >> 8), (byte) stream});
    frame.writeBytes(content);
    return frame.toByteArray();
  }

  /// In HPACK: POST and https by their index, the rest by the index of the name and a text.
  private static byte[] http2Head() {
    var head = new ByteArrayOutputStream();
    head.writeBytes(new byte[] {(byte) 0x83, (byte) 0x87});
    for (var field :
        List.of("\u0001localhost", "\u0004/validate", "\u000f\u0010application/json")) {
      var name = field.startsWith("\u000f") ? 2 : 1;
      head.writeBytes(field.substring(0, name).getBytes(StandardCharsets.US_ASCII));
      head.write(field.length() - name);
      head.writeBytes(field.substring(name).getBytes(StandardCharsets.US_ASCII));
    }
    return head.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"large", "costly"})
  void whatTakesLongToJudgeKeepsNobodyElseWaiting(String name) throws Exception {
    var slow = new SlowAdmission(name);
    var server = start(LIMITS, slow, () -> false);
    var padding = name.equals("large") ? " ".repeat(ReviewRoute.MOST_BYTES_ON_LOOP) : "";
    var review = REVIEW.replace("\"web\"", "\"%s\"".formatted(name)) + padding;
    var attackers = new ArrayList<SSLSocket>();
    for (var i = 0; i < 40; i++) {
      var attacker = connect(server);
      send(attacker, head(review.length()) + review);
      attackers.add(attacker);
    }
    await(server::underWay, now -> now == 40);
    await(slow.judging::get, now -> now > 0);

    assertThat(statusesOfAVictim(server)).containsOnlyKeys(200);
    assertThat(slow.judging.get())
        .isLessThanOrEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    slow.go.countDown();
    for (var attacker : attackers) {
      assertThat(answer(attacker)).contains("200 ");
    }
  }

  /// Takes as long for one object as the test says.
  private static final class SlowAdmission implements Admission {
    final CountDownLatch go = new CountDownLatch(1);
    final AtomicInteger judging = new AtomicInteger();
    private final String slow;

    SlowAdmission(String slow) {
      this.slow = slow;
    }

    @Override
    public boolean isCostly(ReviewRequest request) {
      return request.name().equals("costly");
    }

    @Override
    public CompletionStage<Decision> review(ReviewRequest request, Instant deadline) {
      if (request.name().equals(slow)) {
        judging.incrementAndGet();
        try {
          go.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return CompletableFuture.completedStage(Decision.ALLOWED);
    }
  }

  @Test
  void whoeverOnlyOpensConnectionsShutsNobodyOut() throws Exception {
    var server = start(new ServerLimits(512, 16, Duration.ofMinutes(5), LIMITS.bodyBytes()));
    var victim = connect(server);
    send(victim, head(REVIEW.length()) + REVIEW);
    assertThat(answer(victim)).contains("200 ");

    for (var i = 0; i < 100; i++) {
      connect(server);
      if (i % 10 == 0) {
        send(victim, head(REVIEW.length()) + REVIEW);
        assertThat(answer(victim)).as("after %d connections", i).contains("200 ");
      }
    }

    assertThat(statusesOfAVictim(server)).containsOnlyKeys(200);
    await(server::connections, now -> now <= 16);
    assertThat(server.displaced()).isBetween(100L - 16, 150L);
  }

  @Test
  void nobodyIsServedWhileTheHeapIsFull() throws Exception {
    var full = new AtomicBoolean(true);
    var server = start(LIMITS, ALLOWING, full::get);
    var socket = connect(server);
    send(socket, head(REVIEW.length()) + REVIEW);

    assertThat(answer(socket)).contains("500 ", "memory: must be less than 90 % of the heap");
    assertThat(server.refused(Limit.HEAP)).isEqualTo(1);

    full.set(false);
    assertThat(statusesOfAVictim(server)).containsOnlyKeys(200);
  }

  private WebhookServer start(ServerLimits limits) throws Exception {
    return start(limits, ALLOWING, () -> false);
  }

  private WebhookServer start(ServerLimits limits, Admission admission, BooleanSupplier heapFull)
      throws Exception {
    return WebhookServer.start(
            vertx,
            new WebhookServerSettings("127.0.0.1", 0, certificates.tls(), limits),
            new Admissions(admission, admission),
            heapFull,
            InstantSource.system(),
            new Metrics())
        .toCompletableFuture()
        .get(30, SECONDS);
  }

  private SSLSocket connect(WebhookServer server) throws Exception {
    var socket = socket(server);
    socket.startHandshake();
    return socket;
  }

  private SSLSocket connectByHttp2(WebhookServer server) throws Exception {
    var socket = socket(server);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
    return socket;
  }

  private SSLSocket socket(WebhookServer server) throws Exception {
    var socket =
        (SSLSocket)
            certificates.client().getSocketFactory().createSocket("localhost", server.port());
    open.add(socket);
    return socket;
  }

  private static String head(int length) {
    return "POST /validate?timeout=30s HTTP/1.1\r\n"
        + "Host: localhost\r\n"
        + "Content-Type: application/json\r\n"
        + "Content-Length: %d\r\n\r\n".formatted(length);
  }

  private static void send(SSLSocket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// One answer, by the length that it declares.
  private static String answer(SSLSocket socket) throws IOException {
    var answer = new StringBuilder();
    var end = Integer.MAX_VALUE;
    while (answer.length() < end) {
      var next = socket.getInputStream().read();
      assertThat(next).as("after %s", answer).isNotEqualTo(-1);
      answer.append((char) next);
      if (end == Integer.MAX_VALUE && answer.toString().endsWith("\r\n\r\n")) {
        end = answer.length() + length(answer.toString());
      }
    }
    return answer.toString();
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring("content-length:".length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  /// A client that means it: forty reviews, from ten clients at a time.
  private Map<Integer, Long> statusesOfAVictim(WebhookServer server) throws Exception {
    var statuses = new ConcurrentLinkedQueue<Integer>();
    var left = new AtomicInteger(40);
    try (var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(certificates.client())
            .build()) {
      var calls =
          IntStream.range(0, 10)
              .mapToObj(
                  _ -> CompletableFuture.runAsync(() -> callOn(client, server, left, statuses)))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(calls).get(60, SECONDS);
    }
    assertThat(statuses).hasSize(40);
    return statuses.stream().collect(Collectors.groupingBy(s -> s, Collectors.counting()));
  }

  private static void callOn(
      HttpClient client,
      WebhookServer server,
      AtomicInteger left,
      ConcurrentLinkedQueue<Integer> statuses) {
    var uri = URI.create("https://localhost:%d/validate?timeout=5s".formatted(server.port()));
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(REVIEW))
            .build();
    while (left.getAndDecrement() > 0) {
      try {
        statuses.add(client.send(request, BodyHandlers.discarding()).statusCode());
      } catch (IOException e) {
        statuses.add(e instanceof SocketException ? -2 : -1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// Waits for a number, and tells what it was instead.
  private static void await(LongSupplier number, LongPredicate wanted) throws InterruptedException {
    var until = System.nanoTime() + SECONDS.toNanos(30);
    for (var now = number.getAsLong(); !wanted.test(now); now = number.getAsLong()) {
      assertThat(System.nanoTime()).as("time while it is %d", now).isLessThan(until);
      Thread.sleep(5);
    }
  }
}
