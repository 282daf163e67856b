package dev.fairlead.webhook.http;

import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.review.Admissions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The webhook's server and the management server, started and stopped together.
public final class Servers {
  private final Vertx vertx;
  private final WebhookServer webhook;
  private final ManagementServer management;

  private Servers(Vertx vertx, WebhookServer webhook, ManagementServer management) {
    this.vertx = vertx;
    this.webhook = webhook;
    this.management = management;
  }

  /// Listens on both ports once it returns.
  ///
  /// @param managementPort 0 takes any that is free
  /// @param access who may read the management port; empty: everybody, over plain HTTP
  /// @throws PortUnavailableException where one of them cannot be had; nothing listens then
  public static Servers start(
      WebhookServerSettings settings,
      int managementPort,
      Optional<AccessCheck> access,
      Admissions admissions,
      Supplier<List<ReadinessCheck>> readiness,
      InstantSource clock,
      Metrics metrics)
      throws PortUnavailableException {
    var vertx = Vertx.vertx();
    try {
      var heap = HeapPressure.watched(vertx);
      var webhook =
          wait(WebhookServer.start(vertx, settings, admissions, heap::isHigh, clock, metrics));
      count(webhook, heap, metrics);
      // Last, for whoever reads there that we are ready may send reviews.
      var management =
          wait(
              ManagementServer.start(
                  vertx,
                  new ManagementServer.Settings(
                      settings.address(),
                      managementPort,
                      access.map(check -> new ManagementServer.Guard(settings.tls(), check))),
                  new ManagementServer.Told(
                      () -> with(readiness.get(), webhook.lag().readiness()),
                      webhook.lag()::stuck,
                      metrics::text)));
      return new Servers(vertx, webhook, management);
    } catch (PortUnavailableException | RuntimeException e) {
      wait(vertx.close().toCompletionStage());
      throw e;
    }
  }

  private static List<ReadinessCheck> with(List<ReadinessCheck> checks, ReadinessCheck another) {
    return Stream.concat(checks.stream(), Stream.of(another)).toList();
  }

  private static void count(WebhookServer webhook, HeapPressure heap, Metrics metrics) {
    for (var limit : Limit.values()) {
      metrics.reviewsRefused(limit.label(), () -> webhook.refused(limit));
    }
    metrics.reviewsUnderWay(webhook::underWay);
    metrics.bodyBytes(webhook::bodyBytes);
    metrics.connections(webhook::connections, webhook::displaced);
    metrics.heapFull(heap::isHigh);
    metrics.loopLag(webhook.lag()::lag);
  }

  private static <T> T wait(CompletionStage<T> stage) throws PortUnavailableException {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PortUnavailableException unavailable) {
        throw unavailable;
      }
      throw e;
    }
  }

  /// From now on handshakes are held with this.
  public void show(Tls tls) {
    webhook.show(tls).toCompletableFuture().join();
    management.show(tls).toCompletableFuture().join();
  }

  public int port() {
    return webhook.port();
  }

  public int managementPort() {
    return management.port();
  }

  /// Lets what is under way finish, for no longer than the given time, and stops both.
  public void stop(Duration drainTime) {
    webhook.close(drainTime).toCompletableFuture().join();
    management.close().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
