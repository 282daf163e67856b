package dev.fairlead.webhook.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.LongSupplier;

/// Every number of the program, each named and described here and nowhere else.
public final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

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
