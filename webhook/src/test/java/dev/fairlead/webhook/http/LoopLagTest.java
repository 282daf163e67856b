package dev.fairlead.webhook.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.review.Admission;
import dev.fairlead.webhook.review.Admissions;
import dev.fairlead.webhook.review.Decision;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LoopLagTest {
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "0df28fbd", "operation": "CREATE", "kind": {"group": "", "version": "v1", "kind": "Service"},
        "namespace": "shop", "name": "web", "object": {"spec": {"ports": []}}
      }}
      """;

  private final AtomicLong now = new AtomicLong(-7);
  private final LoopLag lag = new LoopLag(now::get);

  @Test
  void theSlowestLoopCounts() {
    var quick = lag.beat();
    var slow = lag.beat();
    pass(Duration.ofSeconds(5));
    quick.run();

    assertThat(lag.lag()).isEqualTo(Duration.ofMillis(4_750));
    slow.run();
    assertThat(lag.lag()).isZero();
  }

  @Test
  void lateLoopsAreNotReadyAndStuckOnesDoNotLive() {
    var beat = lag.beat();
    assertThat(lag.readiness()).isEqualTo(new ReadinessCheck("event-loops", true, ""));

    pass(LoopLag.LATE.plusSeconds(1));
    assertThat(lag.readiness())
        .isEqualTo(
            new ReadinessCheck("event-loops", false, "must answer within 5 s, are 5 s late"));
    assertThat(lag.stuck()).isEmpty();

    pass(LoopLag.STUCK);
    assertThat(lag.stuck()).hasValue("event loops: have been blocked for 35 s");

    beat.run();
    assertThat(lag.readiness().ready()).isTrue();
    assertThat(lag.stuck()).isEmpty();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void whileReviewsBlockTheirLoopsTheManagementPortTellsTheLag() throws Exception {
    var certificates = new TestCertificates();
    var release = new CountDownLatch(1);
    Admission blocking =
        (_, _) -> {
          awaitRelease(release);
          return CompletableFuture.completedStage(Decision.ALLOWED);
        };
    var limits = new ServerLimits(100, 100, Duration.ofMinutes(1), 1 << 20);
    var metrics = new Metrics();
    var servers =
        Servers.start(
            new WebhookServerSettings("127.0.0.1", 0, certificates.tls(), limits),
            0,
            Optional.empty(),
            new Admissions(blocking, blocking),
            List::of,
            InstantSource.system(),
            metrics);
    try (var client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(certificates.client())
                .build();
        var kubelet = HttpClient.newHttpClient()) {
      var review =
          HttpRequest.newBuilder(URI.create("https://localhost:" + servers.port() + "/validate"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(REVIEW))
              .build();
      var answers =
          List.of(
              client.sendAsync(review, BodyHandlers.ofString()),
              client.sendAsync(review, BodyHandlers.ofString()),
              client.sendAsync(review, BodyHandlers.ofString()));

      while (lag(kubelet, servers) < 0.5) {
        Thread.sleep(20);
      }
      release.countDown();

      for (var answer : answers) {
        assertThat(answer.get(20, SECONDS).statusCode()).isEqualTo(200);
      }
      while (lag(kubelet, servers) > 0.1) {
        Thread.sleep(20);
      }
    } finally {
      release.countDown();
      servers.stop(Duration.ZERO);
    }
  }

  private static void awaitRelease(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double lag(HttpClient kubelet, Servers servers)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + servers.managementPort() + "/metrics");
    var metrics = kubelet.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    return metrics
        .lines()
        .filter(line -> line.startsWith("fairlead_loop_lag_seconds "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }
}
