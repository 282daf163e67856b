package dev.fairlead.webhook.settle.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.webhook.settle.Views;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a report holds, and that it stays small.
class NamespaceReportTest {
  private static final NamespaceFindings CLEAN =
      new NamespaceFindings("prod", 0, List.of(), List.of());

  @Test
  void aNamespaceWithoutFindingsHasNoReport() {
    assertThat(NamespaceReport.of(ReportKind.POLICY_REPORT, CLEAN)).isEmpty();
  }

  @Test
  void findingsFailAndOverridesAreSkippedWithTheirReasons() {
    var found =
        new NamespaceFindings(
            "prod",
            0,
            List.of(Views.unmatched()),
            List.of(new NamespaceFindings.Overridden(Views.notReady(), "a drill")));

    var report = NamespaceReport.of(ReportKind.OPEN_REPORT, found);

    assertThat(report)
        .containsEntry("apiVersion", "openreports.io/v1alpha1")
        .containsEntry("kind", "Report")
        .containsEntry("source", "fairlead");
    assertThat(report.get("summary")).hasToString("{pass=0, fail=1, warn=0, error=0, skip=1}");
    assertThat(results(report))
        .extracting(result -> result.get("policy") + " " + result.get("result"))
        .containsExactly("selector-unmatched fail", "no-ready-endpoints skip");
    assertThat(String.valueOf(results(report).getLast().get("message")))
        .endsWith("allowed: a drill");
  }

  @Test
  void aReportOfThousandsIsCutAndCountsThemAll() {
    var unmatched = Views.unmatched();
    var found = new NamespaceFindings("prod", 0, Collections.nCopies(5_000, unmatched), List.of());

    var report = NamespaceReport.of(ReportKind.POLICY_REPORT, found);

    assertThat(results(report)).hasSize(NamespaceReport.MOST_RESULTS);
    assertThat(report.get("summary")).asString().contains("fail=5000");
  }

  @Test
  void aReportSaysWhoseItIsAndAResultWhatIsWrongWithWhichObject() {
    var unmatched = Views.unmatched();
    var found = new NamespaceFindings("prod", 3, List.of(unmatched), List.of());

    var report = NamespaceReport.of(ReportKind.POLICY_REPORT, found);

    assertThat(report)
        .containsOnlyKeys("apiVersion", "kind", "metadata", "summary", "results")
        .containsEntry("apiVersion", "wgpolicyk8s.io/v1alpha2")
        .containsEntry("kind", "PolicyReport")
        .containsEntry(
            "metadata",
            Map.of(
                "name", "fairlead",
                "namespace", "prod",
                "labels", Map.of("app.kubernetes.io/managed-by", "fairlead")));
    assertThat(report.get("summary")).hasToString("{pass=3, fail=1, warn=0, error=0, skip=0}");
    var service =
        Map.of("apiVersion", "v1", "kind", "Service", "namespace", "default", "name", "shop");
    assertThat(results(report).getFirst())
        .isEqualTo(
            Map.of(
                "source", "fairlead",
                "policy", "selector-unmatched",
                "category", "Wiring",
                "severity", "high",
                "result", "fail",
                "scored", true,
                "message", unmatched.message(),
                "resources", List.of(service)));
  }

  @Test
  void warningsComeAfterWhatFails() {
    var unprobed = Views.deployment("shop").replace("readinessProbe", "livenessProbe");
    var view = Views.of(Views.service("shop", "shop"), unprobed);
    var advice = Checks.findings(view);
    var all = Stream.concat(advice.stream(), Stream.of(Views.unmatched())).toList();

    var report =
        NamespaceReport.of(
            ReportKind.OPEN_REPORT, new NamespaceFindings("prod", 0, all, List.of()));

    assertThat(results(report))
        .extracting(result -> result.get("result") + " " + result.get("severity"))
        .startsWith("fail high")
        .hasSize(1 + advice.size())
        .contains("warn medium");
    assertThat(report.get("summary")).asString().contains("fail=1, warn=" + advice.size());
  }

  private static List<Map<?, ?>> results(Map<String, Object> report) {
    var results = new ArrayList<Map<?, ?>>();
    for (var result : report.get("results") instanceof List<?> list ? list : List.of()) {
      results.add((Map<?, ?>) result);
    }
    return results;
  }
}
