package dev.fairlead.policies.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Changes made on purpose to bundles of the corpus: what `fairlead check` finds that was not there
/// before.
class CorpusMutantsTest {
  /// Of a hundred mistakes so many have to be found, as an error or a warning.
  private static final Map<String, Integer> GOALS =
      Map.ofEntries(
          Map.entry("selector_value", 97),
          Map.entry("selector_key", 97),
          Map.entry("pod_label", 97),
          Map.entry("namespace", 97),
          Map.entry("portname", 97),
          Map.entry("targetport_name", 97),
          Map.entry("protocol", 97),
          Map.entry("drop_probe", 97),
          Map.entry("targetport_number", 85),
          Map.entry("containerport_number", 85));

  private static List<Mutant> mutants = List.of();
  private static List<HistoricalFix> history = List.of();

  @BeforeAll
  static void findTheCorpus() {
    var corpus = CorpusFolder.orSkip();
    mutants = corpus.mutants();
    history = corpus.history();
  }

  @Test
  void seededMistakesAreFound() {
    var table = new Tally("operator", "error", "warning", "missed");
    var missed = new ArrayList<String>();
    for (var mutant : mutants) {
      if (mutant.benign()) {
        continue;
      }
      var loudest = loudest(added(mutant.base(), mutant.changed()), mutant.expected());
      table.count(
          mutant.operator(),
          loudest.map(s -> s == Severity.ERROR ? "error" : "warning").orElse("missed"));
      if (loudest.isEmpty()) {
        missed.add(mutant.toString());
      }
    }
    System.out.printf("corpus: %d seeded mistakes, as check finds them%n%s", table.sum(), table);
    System.out.printf("missed:%n%s%n", String.join("\n", missed));
    assertThat(table.sum()).isGreaterThanOrEqualTo(200);
    GOALS.forEach(
        (operator, goal) -> {
          var found = table.of(operator, "error") + table.of(operator, "warning");
          assertThat(table.of(operator)).as(operator).isPositive();
          assertThat(100.0 * found / table.of(operator))
              .as("%s: %d of %d", operator, found, table.of(operator))
              .isGreaterThanOrEqualTo(goal);
        });
  }

  @Test
  void benignChangesAddNothing() {
    assertThat(mutants)
        .filteredOn(Mutant::benign)
        .hasSizeGreaterThanOrEqualTo(48)
        .allSatisfy(
            mutant ->
                assertThat(louder(mutant.base(), mutant.changed())).as("%s", mutant).isEmpty());
  }

  @Test
  void mistakesFromHistoryAreFoundBeforeTheirFixAndGoneAfterIt() {
    assertThat(history)
        .filteredOn(fix -> fix.mistake().verdict().equals("true-mistake"))
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(
            fix -> {
              var mistake = List.of(fix.mistake());
              assertThat(loudest(fix.before().findings(), mistake))
                  .as("%s", fix.mistake())
                  .isPresent();
              assertThat(loudest(fix.after().findings(), mistake))
                  .as("%s", fix.mistake())
                  .isEmpty();
            });
  }

  @Test
  void whatHistoryOnlyTidiedIsNoError() {
    assertThat(history)
        .filteredOn(fix -> fix.mistake().verdict().equals("legitimate"))
        .isNotEmpty()
        .allSatisfy(
            fix ->
                assertThat(loudest(fix.before().findings(), List.of(fix.mistake())))
                    .isNotEqualTo(Optional.of(Severity.ERROR)));
  }

  /// Every finding about a field that was not found to be wrong before.
  private static List<Finding> added(CorpusBundle base, CorpusBundle changed) {
    var before = base.findings();
    return changed.findings().stream()
        .filter(finding -> before.stream().noneMatch(finding::sameMistake))
        .toList();
  }

  /// What is said more often of an object, or louder. The place in the object does not count: a
  /// benign change may have moved it.
  private static Collection<String> louder(CorpusBundle base, CorpusBundle changed) {
    var more = new HashMap<String, Integer>();
    changed.findings().forEach(finding -> more.merge(words(finding), 1, Integer::sum));
    base.findings().forEach(finding -> more.merge(words(finding), -1, Integer::sum));
    more.values().removeIf(count -> count <= 0);
    return more.keySet();
  }

  private static String words(Finding finding) {
    return "%s %s %s/%s %s"
        .formatted(
            finding.severity(),
            finding.check().id(),
            finding.object().namespace(),
            finding.object(),
            finding.container().orElse(""));
  }

  private static Optional<Severity> loudest(List<Finding> findings, List<Expectation> expected) {
    return findings.stream()
        .filter(finding -> expected.stream().anyMatch(mistake -> answers(finding, mistake)))
        .map(Finding::severity)
        .filter(severity -> severity != Severity.INFO)
        .min(Comparator.naturalOrder());
  }

  private static boolean answers(Finding finding, Expectation mistake) {
    return finding.check().id().equals(mistake.rule().check())
        && mistake.isAbout(finding.object())
        && (mistake.container().isEmpty()
            || finding.container().equals(Optional.of(mistake.container())));
  }
}
