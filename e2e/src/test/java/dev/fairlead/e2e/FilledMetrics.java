package dev.fairlead.e2e;

import com.sun.net.httpserver.HttpServer;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.metrics.Metrics.BrokenService;
import dev.fairlead.webhook.metrics.Metrics.FindingsCount;
import dev.fairlead.webhook.metrics.Metrics.SettledCounts;
import dev.fairlead.webhook.metrics.Metrics.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The numbers of the copy that settles, in a large cluster with a few things wrong.
final class FilledMetrics {
  /// So many that their findings do not all get a series of their own.
  private static final int NAMESPACES = 1_500;

  private final Metrics metrics = new Metrics();

  FilledMetrics() {
    metrics.reviews("validate");
    metrics.reviews("mutate");
    metrics.reviewsRefused("reviews", () -> 0);
    metrics.reviewsUnderWay(() -> 0);
    metrics.bodyBytes(() -> 0);
    metrics.connections(() -> 3, () -> 0);
    metrics.heapFull(() -> false);
    metrics.loopLag(() -> Duration.ZERO);
    metrics.reviewsUnsure(() -> 0);
    for (var outcome : List.of("upheld", "overturned", "unavailable")) {
      metrics.confirmations(outcome, () -> 0);
    }
    metrics.watches(
        () ->
            Stream.of("services", "deployments")
                .map(kind -> new Watch(kind, true, Optional.of(Duration.ofSeconds(3)), 1, 0))
                .toList());
    for (var certificate : List.of("serving", "authority")) {
      metrics.certificateExpiry(certificate, () -> Duration.ofDays(20));
      metrics.certificateLifetime(certificate, () -> Duration.ofDays(30));
    }
    metrics.certificateRotated("renew-serving");
    metrics.findings(FilledMetrics::findings);
    metrics.brokenServices(
        () -> List.of(new BrokenService("shop", "backend", "SelectorUnmatched")));
    metrics.settled(() -> new SettledCounts(13_000, 3, 1, 2));
    metrics.leading(() -> true);
    metrics.queueDepth("namespaces", () -> 1);
    metrics.queueDepth("writes", () -> 4);
    metrics.settleWrite("condition", "written");
    metrics.overridesInForce(() -> 2);
  }

  private static List<FindingsCount> findings() {
    var everywhere =
        IntStream.range(0, NAMESPACES)
            .mapToObj(i -> new FindingsCount("readiness-probe-missing", "ns-" + i, "warning", 1));
    var dns = new FindingsCount("dns-unavailable", "kube-system", "error", 1);
    return Stream.concat(everywhere, Stream.of(dns)).toList();
  }

  Metrics metrics() {
    return metrics;
  }

  /// Serves them at any free port of this host.
  HttpServer serve() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/metrics",
          exchange -> {
            var text = metrics.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
