package dev.fairlead.webhook.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Every number of the program. Each is named and described here and nowhere else.
public final class Metrics {
  /// More than anybody reads one by one; how many there are in all, `fairlead_services` tells.
  private static final int MOST_BROKEN = 500;

  private static final Comparator<BrokenService> BY_NAME =
      Comparator.comparing(BrokenService::namespace)
          .thenComparing(BrokenService::service)
          .thenComparing(BrokenService::reason);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final Counter certificatesReplaced =
      counter(
          "fairlead.certificate.replacements", "How often another serving certificate was shown");
  private final Counter certificateFailures =
      counter("fairlead.certificate.failures", "Tries to load or renew certificates that failed");
  private final Counter caBundlesWritten =
      counter(
          "fairlead.certificate.bundle.writes",
          "How often a webhook configuration had to be given our caBundle");

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    // There from the start, for a rate cannot tell that a counter came into being.
    for (var object : List.of("condition", "event", "report")) {
      for (var outcome : List.of("written", "gone", "refused", "failed")) {
        settleWrites(object, outcome);
      }
    }
  }

  /// The reviews of one webhook.
  ///
  /// @param webhook which: `validate`, `mutate`
  public ReviewMetrics reviews(String webhook) {
    return new ReviewMetrics(registry, webhook);
  }

  /// Calls that were refused, counted from the start of the program.
  ///
  /// @param limit which they met: `reviews`, `bytes`, `heap`, `time`
  public void reviewsRefused(String limit, LongSupplier count) {
    FunctionCounter.builder("fairlead.reviews.refused", this, _ -> count.getAsLong())
        .description("Calls refused unread, by the limit that they met")
        .tag("limit", limit)
        .register(registry);
  }

  public void reviewsUnderWay(LongSupplier count) {
    gauge("fairlead.reviews.under.way", "Reviews that have no answer yet", count);
  }

  /// How much memory bodies take that have come, or are coming.
  public void bodyBytes(LongSupplier bytes) {
    gauge("fairlead.body.bytes", "Bytes of bodies in memory", bytes);
  }

  /// The connections of the webhook's port.
  ///
  /// @param open how many are open now
  /// @param displaced how many were closed for others
  public void connections(LongSupplier open, LongSupplier displaced) {
    gauge("fairlead.connections", "Open connections of the webhook's port", open);
    counter(
        "fairlead.connections.displaced",
        "Connections closed for others since too many were open",
        displaced);
  }

  /// How late the event loops are that serve reviews.
  public void loopLag(Supplier<Duration> lag) {
    Gauge.builder("fairlead.loop.lag.seconds", this, _ -> lag.get().toMillis() / 1000.0)
        .description("How late the slowest event loop is that serves reviews")
        .register(registry);
  }

  /// Whether reviews are refused since the heap is nearly full.
  public void heapFull(BooleanSupplier full) {
    gauge(
        "fairlead.heap.full",
        "1 while reviews are refused since the heap is nearly full",
        () -> full.getAsBoolean() ? 1 : 0);
  }

  /// How long a certificate is still valid.
  ///
  /// @param certificate which one: `serving` or `authority`
  public void certificateExpiry(String certificate, Supplier<Duration> left) {
    Gauge.builder("fairlead.certificate.expiry.seconds", this, _ -> left.get().toSeconds())
        .description("Time until a certificate expires; negative once it has")
        .tag("certificate", certificate)
        .register(registry);
  }

  /// For how long a certificate was made, so that a rule can tell when renewal is overdue.
  ///
  /// @param certificate which one: `serving` or `authority`
  public void certificateLifetime(String certificate, Supplier<Duration> lifetime) {
    Gauge.builder("fairlead.certificate.lifetime.seconds", this, _ -> lifetime.get().toSeconds())
        .description("From the first to the last moment of a certificate")
        .tag("certificate", certificate)
        .register(registry);
  }

  /// Counts a step of a rotation.
  ///
  /// @param plan what was carried out: `renew-serving`, `renew-authority`
  public void certificateRotated(String plan) {
    Counter.builder("fairlead.certificate.rotations")
        .description("What this replica has done to the shared certificates")
        .tag("plan", plan)
        .register(registry)
        .increment();
  }

  /// Another certificate is shown from now on.
  public void certificateReplaced() {
    certificatesReplaced.increment();
  }

  public void certificateFailed() {
    certificateFailures.increment();
  }

  public void caBundleWritten() {
    caBundlesWritten.increment();
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /// Denials that a live read was to confirm, by what became of them.
  public void confirmations(String outcome, LongSupplier count) {
    FunctionCounter.builder("fairlead.confirmations", this, _ -> count.getAsLong())
        .description("Denials that a live read was to confirm, by outcome")
        .tag("outcome", outcome)
        .register(registry);
  }

  /// Reviews that were answered with less than could be said if all were known.
  public void reviewsUnsure(LongSupplier count) {
    counter(
        "fairlead.reviews.unsure",
        "Reviews where a denial or a finding is missing since not all is known",
        count);
  }

  /// What is known of one kind of object.
  ///
  /// @param known false while nothing about the absence of such objects is told
  /// @param silence how long the API server has said nothing about it, empty before it ever did
  /// @param lists how often all its objects were listed
  /// @param unreadable how many of its objects could not be read
  public record Watch(
      String resource, boolean known, Optional<Duration> silence, long lists, long unreadable) {}

  /// The watches are asked for anew whenever somebody reads the numbers.
  public void watches(Supplier<List<Watch>> watches) {
    MultiCollector collector =
        () -> {
          var now = watches.get();
          return new MetricSnapshots(
              gauges(
                  "fairlead_watch_known",
                  "1 where what is known of a kind can be relied on",
                  now.stream(),
                  Metrics::labels,
                  watch -> watch.known() ? 1 : 0),
              gauges(
                  "fairlead_watch_silence_seconds",
                  "Time since the API server last said something about a kind, if only that all is"
                      + " well",
                  now.stream().filter(watch -> watch.silence().isPresent()),
                  Metrics::labels,
                  watch -> watch.silence().orElseThrow().toMillis() / 1000.0),
              gauges(
                  "fairlead_watch_lists",
                  "How often all objects of a kind were listed",
                  now.stream(),
                  Metrics::labels,
                  Watch::lists),
              gauges(
                  "fairlead_watch_unreadable",
                  "Objects of a kind that cannot be read, each of which makes its namespace unsure",
                  now.stream(),
                  Metrics::labels,
                  Watch::unreadable));
        };
    registry.getPrometheusRegistry().register(collector);
  }

  private static Labels labels(Watch watch) {
    return Labels.of("resource", watch.resource());
  }

  /// How many findings of a check are in force in one namespace.
  public record FindingsCount(String check, String namespace, String severity, long count) {}

  /// The findings in force, known to the leader only: elsewhere there are none.
  public void findings(Supplier<List<FindingsCount>> findings) {
    gauges(
        "fairlead_findings",
        "Findings in force, on the leader only; of more than %d series, the least are summed under an empty namespace"
            .formatted(BoundedFindings.MOST),
        () -> BoundedFindings.of(findings.get()),
        count ->
            Labels.of(
                "check", count.check(),
                "namespace", count.namespace(),
                "severity", count.severity()),
        FindingsCount::count);
  }

  /// A Service whose condition is `False`, and the reason in it.
  public record BrokenService(String namespace, String service, String reason) {}

  /// The Services that reach nothing, known to the leader only: elsewhere there are none.
  public void brokenServices(Supplier<List<BrokenService>> broken) {
    gauges(
        "fairlead_service_broken",
        "1 for a Service that is not wired, on the leader only; at most %d of them, the first by name"
            .formatted(MOST_BROKEN),
        () -> broken.get().stream().distinct().sorted(BY_NAME).limit(MOST_BROKEN).toList(),
        service ->
            Labels.of(
                "namespace", service.namespace(),
                "service", service.service(),
                "reason", service.reason()),
        _ -> 1);
  }

  /// How many Services have which state of wiring.
  public record SettledCounts(long wired, long settling, long broken, long unknown) {}

  /// The states of all Services, known to the leader only: elsewhere all are 0.
  public void settled(Supplier<SettledCounts> counts) {
    gauges(
        "fairlead_services",
        "Services by whether they are wired, on the leader only",
        () -> {
          var now = counts.get();
          return List.of(
              Map.entry("wired", now.wired()),
              Map.entry("settling", now.settling()),
              Map.entry("broken", now.broken()),
              Map.entry("unknown", now.unknown()));
        },
        count -> Labels.of("state", count.getKey()),
        Map.Entry::getValue);
  }

  /// Whether this replica is the one that settles.
  public void leading(BooleanSupplier leading) {
    gauge(
        "fairlead.settle.leader",
        "1 on the replica that settles, 0 on the others",
        () -> leading.getAsBoolean() ? 1 : 0);
  }

  /// How much settle has before it.
  ///
  /// @param queue what waits in it: `namespaces` to be judged, `writes` to be sent
  public void queueDepth(String queue, LongSupplier depth) {
    Gauge.builder("fairlead.settle.queue.depth", this, _ -> depth.getAsLong())
        .description("What waits to be judged or written, on the leader only")
        .tag("queue", queue)
        .register(registry);
  }

  /// Counts a write to the cluster.
  ///
  /// @param object what was written: `condition`, `event`, `report`
  /// @param outcome what became of it: `written`, `refused`, `failed`, or `gone` where the object
  ///   that it is about was
  public void settleWrite(String object, String outcome) {
    settleWrites(object, outcome).increment();
  }

  private Counter settleWrites(String object, String outcome) {
    return Counter.builder("fairlead.settle.writes")
        .description("What was written to the cluster about wiring, by outcome")
        .tag("object", object)
        .tag("outcome", outcome)
        .register(registry);
  }

  /// How many findings of the cluster an annotation lets through, known to the leader only.
  public void overridesInForce(LongSupplier count) {
    gauge(
        "fairlead.overrides.in.force",
        "Findings that an annotation of the object lets through, on the leader only",
        count);
  }

  /// A number with labels, asked for anew whenever somebody reads the numbers.
  private <T> void gauges(
      String name,
      String description,
      Supplier<List<T>> rows,
      Function<T, Labels> labels,
      ToDoubleFunction<T> value) {
    Collector collector = () -> gauges(name, description, rows.get().stream(), labels, value);
    registry.getPrometheusRegistry().register(collector);
  }

  private static <T> MetricSnapshot gauges(
      String name,
      String description,
      Stream<T> rows,
      Function<T, Labels> labels,
      ToDoubleFunction<T> value) {
    var gauge = GaugeSnapshot.builder().name(name).help(description);
    rows.map(row -> new GaugeDataPointSnapshot(value.applyAsDouble(row), labels.apply(row), null))
        .forEach(gauge::dataPoint);
    return gauge.build();
  }

  private void counter(String name, String description, LongSupplier count) {
    FunctionCounter.builder(name, this, _ -> count.getAsLong())
        .description(description)
        .register(registry);
  }

  private void gauge(String name, String description, LongSupplier value) {
    Gauge.builder(name, this, _ -> value.getAsLong()).description(description).register(registry);
  }

  /// All of them now, in the text format of Prometheus.
  public String text() {
    return registry.scrape();
  }
}
