package dev.fairlead.webhook.settle.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.Refused;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settle.Views;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which reports are written when, and when none is.
final class ReportWriterTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final ToldSettledCluster cluster = new ToldSettledCluster();
  private final Metrics metrics = new Metrics();
  private final ReportWriter writer =
      new ReportWriter(cluster, new Pace(1_000_000), new Attempts(metrics, () -> NOON));

  private static NamespaceFindings broken(String namespace) {
    return new NamespaceFindings(namespace, 2, List.of(Views.unmatched()), List.of());
  }

  private static NamespaceFindings clean(String namespace) {
    return new NamespaceFindings(namespace, 2, List.of(), List.of());
  }

  /// What was written since this was last asked, without the looks for kinds.
  private List<String> written() {
    return cluster.takeAsked().stream().filter(asked -> !asked.startsWith("reported")).toList();
  }

  private void assertCounted(String outcome, int times) {
    assertThat(metrics.text())
        .contains(
            "fairlead_settle_writes_total{object=\"report\",outcome=\"%s\"} %d.0\n"
                .formatted(outcome, times));
  }

  @Test
  void withoutAKindNothingIsWritten() throws Exception {
    assertThat(writer.refresh()).isEmpty();
    assertThat(writer.isWanted()).isFalse();

    writer.write(broken("prod"));

    assertThat(written()).isEmpty();
  }

  @Test
  void aKindThatComesIsToldOnceWithWhatStands() {
    cluster.install(ReportKind.POLICY_REPORT, "prod", "old");

    assertThat(writer.refresh().orElseThrow()).containsExactlyInAnyOrder("prod", "old");
    assertThat(writer.isWanted()).isTrue();
    assertThat(writer.refresh()).isEmpty();

    cluster.install(ReportKind.OPEN_REPORT, "new");
    assertThat(writer.refresh().orElseThrow()).containsExactly("new");
  }

  @Test
  void kindsThatComeTogetherAreToldTogether() {
    cluster.install(ReportKind.POLICY_REPORT, "prod");
    cluster.install(ReportKind.OPEN_REPORT, "test");

    assertThat(writer.refresh().orElseThrow()).containsExactlyInAnyOrder("prod", "test");
  }

  @Test
  void aReportIsWrittenOfEachKindAndNotTwice() throws Exception {
    cluster.install(ReportKind.POLICY_REPORT);
    cluster.install(ReportKind.OPEN_REPORT);
    writer.refresh();

    writer.write(broken("prod"));
    assertThat(written()).containsExactly("PolicyReport prod", "Report prod");
    assertCounted("written", 2);
    for (var kind : ReportKind.values()) {
      assertThat(cluster.reports.get(kind))
          .as("%s", kind)
          .containsOnlyKeys("prod")
          .extractingByKey("prod")
          .asInstanceOf(MAP)
          .containsEntry("apiVersion", kind.apiVersion())
          .containsEntry("kind", kind.kind());
    }

    writer.write(broken("prod"));
    assertThat(written()).isEmpty();
    writer.write(new NamespaceFindings("prod", 3, List.of(Views.unmatched()), List.of()));
    assertThat(written()).containsExactly("PolicyReport prod", "Report prod");
    writer.write(broken("test"));
    assertThat(written()).containsExactly("PolicyReport test", "Report test");
  }

  @Test
  void aNamespaceThatIsCleanLosesItsReportOnce() throws Exception {
    cluster.install(ReportKind.OPEN_REPORT);
    writer.refresh();
    writer.write(clean("prod"));
    assertThat(written()).as("there was none").isEmpty();

    writer.write(broken("prod"));
    writer.write(clean("prod"));
    assertThat(written()).containsExactly("Report prod", "Report prod nothing");
    assertThat(cluster.reports.get(ReportKind.OPEN_REPORT)).isEmpty();

    writer.write(clean("prod"));
    assertThat(written()).isEmpty();
    writer.write(broken("prod"));
    assertThat(written()).containsExactly("Report prod");
  }

  @Test
  void theReportsOfAnEarlierLeaderAreWrittenAnewOrTakenAway() throws Exception {
    cluster.install(ReportKind.POLICY_REPORT, "prod", "mended");
    writer.refresh();

    writer.write(broken("prod"));
    writer.write(clean("mended"));

    assertThat(written()).containsExactly("PolicyReport prod", "PolicyReport mended nothing");
    assertThat(cluster.reports.get(ReportKind.POLICY_REPORT))
        .containsOnlyKeys("prod")
        .doesNotContainValue(Map.of("name", "of an earlier leader"));
  }

  @Test
  void aKindThatGoesIsLeftAloneUntilItComesBack() throws Exception {
    cluster.install(ReportKind.POLICY_REPORT);
    writer.refresh();
    writer.write(broken("prod"));
    cluster.reports.clear();
    writer.write(broken("test"));
    assertCounted("gone", 1);
    assertThat(writer.isWanted()).isFalse();
    cluster.takeAsked();

    writer.write(broken("prod"));
    assertThat(written()).isEmpty();

    cluster.install(ReportKind.POLICY_REPORT);
    assertThat(writer.refresh()).isPresent();
    writer.write(broken("prod"));
    assertThat(written())
        .as("the CRD has taken the first with it")
        .containsExactly("PolicyReport prod");
  }

  @Test
  void whatIsRefusedIsWrittenTheNextTime() throws Exception {
    cluster.install(ReportKind.POLICY_REPORT);
    writer.refresh();
    cluster.refuse("PolicyReport", new Refused(429, "too many requests"));

    assertThatThrownBy(() -> writer.write(broken("prod")))
        .isInstanceOf(Refused.class)
        .hasMessage("too many requests");
    assertCounted("refused", 1);
    cluster.refuse("PolicyReport", ToldSettledCluster.silence());
    assertThatThrownBy(() -> writer.write(broken("prod"))).isInstanceOf(ClusterUnavailable.class);
    assertCounted("failed", 1);

    cluster.allowAll();
    writer.write(broken("prod"));
    assertThat(cluster.reports.get(ReportKind.POLICY_REPORT)).containsOnlyKeys("prod");
    assertCounted("written", 1);
  }

  @Test
  void aReportThatCouldNotBeTakenAwayIsTakenAwayTheNextTime() throws Exception {
    cluster.install(ReportKind.POLICY_REPORT, "prod");
    writer.refresh();
    cluster.refuse("PolicyReport", new Refused(503, "no leader"));
    assertThatThrownBy(() -> writer.write(clean("prod"))).isInstanceOf(Refused.class);

    cluster.allowAll();
    writer.write(clean("prod"));

    assertThat(cluster.reports.get(ReportKind.POLICY_REPORT)).isEmpty();
  }

  @Test
  void kindsThatCannotBeLookedForAreLookedForAgain() {
    cluster.install(ReportKind.POLICY_REPORT, "prod");
    cluster.refuse("reported", new Refused(403, "not for you"));

    assertThat(writer.refresh()).isEmpty();
    assertThat(writer.isWanted()).isFalse();
    assertCounted("refused", ReportKind.values().length);

    cluster.allowAll();
    assertThat(writer.refresh().orElseThrow()).containsExactly("prod");
  }

  @Test
  void aKindThatRefusesDoesNotKeepTheOtherFromItsReport() {
    cluster.install(ReportKind.POLICY_REPORT);
    cluster.install(ReportKind.OPEN_REPORT);
    writer.refresh();
    cluster.refuse("PolicyReport", new Refused(403, "not for you"));

    assertThatThrownBy(() -> writer.write(broken("prod"))).isInstanceOf(Refused.class);

    assertThat(cluster.reports.get(ReportKind.OPEN_REPORT)).containsOnlyKeys("prod");
  }
}
