package dev.fairlead.webhook.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void numbersAreAskedForAtEveryScrape() {
    var refused = new AtomicLong();
    var underWay = new AtomicLong();
    metrics.reviewsRefused(refused::get);
    metrics.reviewsUnderWay(underWay::get);
    assertThat(metrics.text())
        .contains("fairlead_reviews_refused_total 0.0\n", "fairlead_reviews_under_way 0.0\n");

    refused.set(3);
    underWay.set(2);
    System.gc();

    assertThat(metrics.text())
        .contains("fairlead_reviews_refused_total 3.0\n", "fairlead_reviews_under_way 2.0\n");
  }

  @Test
  void everyNumberSaysWhatItIs() {
    metrics.reviewsRefused(() -> 0);

    assertThat(metrics.text())
        .contains("# TYPE fairlead_reviews_refused_total counter\n")
        .contains(
            "# HELP fairlead_reviews_refused_total Reviews refused since too many were under"
                + " way\n")
        .contains("jvm_memory_used_bytes{");
  }
}
