package dev.fairlead.webhook.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.webhook.metrics.Metrics.BrokenService;
import dev.fairlead.webhook.metrics.Metrics.FindingsCount;
import dev.fairlead.webhook.metrics.Metrics.SettledCounts;
import dev.fairlead.webhook.review.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void numbersAreAskedForAtEveryScrape() {
    var refused = new AtomicLong();
    var underWay = new AtomicLong();
    metrics.reviewsRefused("reviews", refused::get);
    metrics.reviewsUnderWay(underWay::get);
    assertThat(metrics.text())
        .contains(
            "fairlead_reviews_refused_total{limit=\"reviews\"} 0.0\n",
            "fairlead_reviews_under_way 0.0\n");

    refused.set(3);
    underWay.set(2);
    System.gc();

    assertThat(metrics.text())
        .contains(
            "fairlead_reviews_refused_total{limit=\"reviews\"} 3.0\n",
            "fairlead_reviews_under_way 2.0\n");
  }

  @Test
  void everyNumberSaysWhatItIs() {
    metrics.reviewsRefused("bytes", () -> 0);

    assertThat(metrics.text())
        .contains("# TYPE fairlead_reviews_refused_total counter\n")
        .contains(
            "# HELP fairlead_reviews_refused_total Calls refused unread, by the limit that they"
                + " met\n")
        .contains("jvm_memory_used_bytes{");
  }

  @Test
  void reviewsThatHaveNotHappenedYetAreThereAsZero() {
    metrics.reviews("validate");

    assertThat(series("fairlead_reviews_total"))
        .hasSize(2 * (3 * 6 + 2))
        .allMatch(series -> value(series) == 0)
        .contains("{class=\"cut\",dry_run=\"false\",verdict=\"denied\",webhook=\"validate\"} 0.0")
        .contains("{class=\"none\",dry_run=\"true\",verdict=\"failed\",webhook=\"validate\"} 0.0");
    assertThat(series("fairlead_overrides_total"))
        .hasSize(Checks.ALL.size())
        .contains("{check=\"selector-unmatched\"} 0.0");
    assertThat(series("fairlead_exemptions_total"))
        .containsExactlyInAnyOrder("{reason=\"controller\"} 0.0", "{reason=\"helm-hook\"} 0.0");
  }

  @Test
  void howLongReviewsTookIsToldByBuckets() {
    var reviews = metrics.reviews("validate");
    reviews.decided(Decision.ALLOWED, false, 40_000);
    reviews.decided(Decision.UNJUDGED, false, 700_000);
    reviews.failed(false, 10_000_000_000L);

    var buckets =
        series("fairlead_review_duration_seconds_bucket").stream()
            .filter(series -> series.startsWith("{dry_run=\"false\","))
            .toList();
    assertThat(buckets)
        .hasSize(17)
        .first(STRING)
        .isEqualTo("{dry_run=\"false\",webhook=\"validate\",le=\"5.0E-5\"} 1");
    assertThat(buckets)
        .contains("{dry_run=\"false\",webhook=\"validate\",le=\"5.0E-4\"} 1")
        .contains("{dry_run=\"false\",webhook=\"validate\",le=\"0.001\"} 2")
        .contains("{dry_run=\"false\",webhook=\"validate\",le=\"10.0\"} 3");
  }

  @Test
  void findingsInForceAreToldByCheckNamespaceAndSeverity() {
    var findings = new AtomicReference<List<FindingsCount>>(List.of());
    metrics.findings(findings::get);
    assertThat(series("fairlead_findings")).isEmpty();

    findings.set(
        List.of(
            new FindingsCount("selector-unmatched", "shop", "error", 2),
            new FindingsCount("dns-unavailable", "kube-system", "error", 1),
            new FindingsCount("selector-unmatched", "shop", "error", 3)));

    assertThat(series("fairlead_findings"))
        .containsExactlyInAnyOrder(
            "{check=\"dns-unavailable\",namespace=\"kube-system\",severity=\"error\"} 1.0",
            "{check=\"selector-unmatched\",namespace=\"shop\",severity=\"error\"} 5.0");

    findings.set(List.of());
    assertThat(series("fairlead_findings")).isEmpty();
  }

  @Test
  void findingsOfTooManyNamespacesAreSummedUnderNone() {
    var findings = new ArrayList<FindingsCount>();
    for (var i = 0; i < 3_000; i++) {
      findings.add(new FindingsCount("selector-unmatched", "ns-" + i, "error", i < 900 ? 2 : 1));
      findings.add(new FindingsCount("port-unnamed", "ns-" + i, "warning", 1));
    }
    metrics.findings(() -> findings);

    var series = series("fairlead_findings");
    assertThat(series)
        .hasSize(1_000)
        .contains(
            "{check=\"selector-unmatched\",namespace=\"ns-899\",severity=\"error\"} 2.0",
            "{check=\"selector-unmatched\",namespace=\"\",severity=\"error\"} 2100.0");
    assertThat(series.stream().mapToDouble(MetricsTest::value).sum()).isEqualTo(3_900 + 3_000);
  }

  @Test
  void brokenServicesAreNamedUpToABound() {
    metrics.brokenServices(
        () ->
            IntStream.range(0, 700)
                .mapToObj("web-%03d"::formatted)
                .map(name -> new BrokenService("shop", name, "SelectorUnmatched"))
                .toList());

    assertThat(series("fairlead_service_broken"))
        .hasSize(500)
        .contains("{namespace=\"shop\",reason=\"SelectorUnmatched\",service=\"web-000\"} 1.0")
        .contains("{namespace=\"shop\",reason=\"SelectorUnmatched\",service=\"web-499\"} 1.0");
  }

  @Test
  void everyStateOfServicesIsCounted() {
    metrics.settled(() -> new SettledCounts(40, 3, 2, 1));

    assertThat(series("fairlead_services"))
        .containsExactlyInAnyOrder(
            "{state=\"wired\"} 40.0",
            "{state=\"settling\"} 3.0",
            "{state=\"broken\"} 2.0",
            "{state=\"unknown\"} 1.0");
  }

  @Test
  void whoeverSettlesTellsItsQueuesAndWrites() {
    var leading = new AtomicBoolean();
    metrics.leading(leading::get);
    metrics.queueDepth("namespaces", () -> 7);
    metrics.queueDepth("writes", () -> 9);
    metrics.overridesInForce(() -> 4);
    assertThat(metrics.text())
        .contains("fairlead_settle_leader 0.0\n")
        .contains("fairlead_settle_writes_total{object=\"event\",outcome=\"failed\"} 0.0\n");

    leading.set(true);
    metrics.settleWrite("condition", "written");
    metrics.settleWrite("condition", "written");
    metrics.settleWrite("event", "failed");

    assertThat(metrics.text())
        .contains("fairlead_settle_leader 1.0\n")
        .contains("fairlead_settle_queue_depth{queue=\"namespaces\"} 7.0\n")
        .contains("fairlead_settle_queue_depth{queue=\"writes\"} 9.0\n")
        .contains("fairlead_settle_writes_total{object=\"condition\",outcome=\"written\"} 2.0\n")
        .contains("fairlead_settle_writes_total{object=\"event\",outcome=\"failed\"} 1.0\n")
        .contains("fairlead_overrides_in_force 4.0\n");
  }

  @Test
  void watchesAreToldByTheirResource() {
    metrics.watches(
        () ->
            List.of(
                new Metrics.Watch("services", true, Optional.of(Duration.ofMillis(2_500)), 2, 3),
                new Metrics.Watch("deployments", false, Optional.empty(), 0, 0)));

    assertThat(series("fairlead_watch_known"))
        .containsExactlyInAnyOrder("{resource=\"services\"} 1.0", "{resource=\"deployments\"} 0.0");
    assertThat(series("fairlead_watch_silence_seconds"))
        .containsExactly("{resource=\"services\"} 2.5");
    assertThat(series("fairlead_watch_unreadable"))
        .containsExactlyInAnyOrder("{resource=\"services\"} 3.0", "{resource=\"deployments\"} 0.0");
    assertThat(series("fairlead_watch_lists"))
        .containsExactlyInAnyOrder("{resource=\"services\"} 2.0", "{resource=\"deployments\"} 0.0");
  }

  /// The labels and the value of each series of one name.
  private List<String> series(String name) {
    return metrics
        .text()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .map(line -> line.substring(name.length()))
        .toList();
  }

  private static double value(String series) {
    return Double.parseDouble(series.substring(series.lastIndexOf(' ')));
  }
}
