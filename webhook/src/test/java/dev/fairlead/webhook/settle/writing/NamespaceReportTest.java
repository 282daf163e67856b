package dev.fairlead.webhook.settle.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.webhook.settle.Views;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

  private static List<Map<?, ?>> results(Map<String, Object> report) {
    var results = new ArrayList<Map<?, ?>>();
    for (var result : report.get("results") instanceof List<?> list ? list : List.of()) {
      results.add((Map<?, ?>) result);
    }
    return results;
  }
}
