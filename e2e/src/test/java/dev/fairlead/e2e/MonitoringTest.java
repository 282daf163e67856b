package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the rules, the dashboard and the pages about them say of each other.
final class MonitoringTest {
  private static final Pattern METRIC = Pattern.compile("\\b(fairlead|jvm)_[a-z_]+\\b");

  @Test
  void eachAlertHasItsSectionInTheRunbook() throws IOException {
    var sections =
        Files.readAllLines(Checkout.path("docs", "runbook.md")).stream()
            .filter(line -> line.startsWith("## Fairlead"))
            .map(line -> line.substring("## ".length()))
            .toList();
    var alerts = Monitoring.rules().stream().map(rule -> Manifests.text(rule, "alert")).toList();

    assertThat(sections).containsExactlyElementsOf(alerts);
    assertThat(Monitoring.rules())
        .allSatisfy(
            rule ->
                assertThat(Manifests.child(rule, "annotations"))
                    .containsKeys("summary", "description")
                    .containsEntry(
                        "runbook_url",
                        "docs/runbook.md#"
                            + Manifests.text(rule, "alert").toLowerCase(Locale.ROOT)));
  }

  @Test
  void eachAlertIsTestedWhereItFiresAndWhereItDoesNot() {
    var tests =
        Manifests.read(Checkout.path("e2e", "src/test/resources/prometheus/rules-test.yaml"));
    var cases =
        Manifests.children(tests.objects().getFirst(), "tests").stream()
            .flatMap(test -> Manifests.children(test, "alert_rule_test").stream())
            .toList();

    for (var rule : Monitoring.rules()) {
      var counts =
          cases.stream()
              .filter(test -> Manifests.text(test, "alertname").equals(rule.get("alert")))
              .map(test -> Manifests.children(test, "exp_alerts").isEmpty())
              .collect(Collectors.toSet());
      assertThat(counts).as("%s", rule.get("alert")).containsExactlyInAnyOrder(true, false);
    }
  }

  @Test
  void whatTheDashboardAndTheRulesAskForIsOnThePageOfMetrics() throws IOException {
    var page = Files.readString(Checkout.path("docs", "metrics.md"));

    assertThat(asked()).isNotEmpty().allSatisfy(metric -> assertThat(page).contains(metric));
  }

  @Test
  void eachNumberThatThereIsIsOnThePageOfMetrics() throws IOException {
    var page = Files.readString(Checkout.path("docs", "metrics.md"));
    var told =
        new FilledMetrics()
            .metrics()
            .text()
            .lines()
            .filter(line -> line.startsWith("# TYPE fairlead_"))
            .map(line -> line.substring("# TYPE ".length(), line.lastIndexOf(' ')))
            .toList();

    assertThat(told)
        .hasSizeGreaterThan(20)
        .allSatisfy(metric -> assertThat(page).contains("`" + metric));
  }

  private static Set<String> asked() {
    var metrics = new TreeSet<String>();
    var expressions =
        Stream.concat(
            Monitoring.rules().stream().map(rule -> Manifests.text(rule, "expr")),
            Monitoring.panels().stream().flatMap(Monitoring::expressions));
    expressions.forEach(
        expression ->
            METRIC
                .matcher(expression)
                .results()
                .forEach(found -> metrics.add(found.group().replaceFirst("_bucket$", ""))));
    return metrics;
  }
}
