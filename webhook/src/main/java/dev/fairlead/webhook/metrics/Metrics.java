package dev.fairlead.webhook.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

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
