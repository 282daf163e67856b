package dev.fairlead.webhook.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Every number of the program, each named and described here and nowhere else.
public final class Metrics {
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
  private volatile Runnable beforeReading = () -> {};

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /// Reviews that got no answer, counted from the start of the program.
  public void reviewsRefused(LongSupplier count) {
    counter("fairlead.reviews.refused", "Reviews refused since too many were under way", count);
  }

  public void reviewsUnderWay(LongSupplier count) {
    gauge("fairlead.reviews.under.way", "Reviews that have no answer yet", count);
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
  public record Watch(String resource, boolean known, Optional<Duration> silence, long lists) {}

  /// The watches are asked for anew whenever somebody reads the numbers.
  public void watches(Supplier<List<Watch>> watches) {
    var known = gauges("fairlead.watch.known", "1 where what is known of a kind can be relied on");
    var silence =
        gauges(
            "fairlead.watch.silence.seconds",
            "Time since the API server last said something about a kind, if only that all is well");
    var lists = gauges("fairlead.watch.lists", "How often all objects of a kind were listed");
    beforeReading =
        () -> {
          var now = watches.get();
          known.register(rows(now.stream(), watch -> watch.known() ? 1 : 0), true);
          silence.register(
              rows(
                  now.stream().filter(watch -> watch.silence().isPresent()),
                  watch -> watch.silence().orElseThrow().toMillis() / 1000.0),
              true);
          lists.register(rows(now.stream(), Watch::lists), true);
        };
  }

  private MultiGauge gauges(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  private static List<MultiGauge.Row<?>> rows(
      Stream<Watch> watches, ToDoubleFunction<Watch> value) {
    return watches
        .<MultiGauge.Row<?>>map(
            watch ->
                MultiGauge.Row.of(
                    Tags.of("resource", watch.resource()), value.applyAsDouble(watch)))
        .toList();
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
    beforeReading.run();
    return registry.scrape();
  }
}
