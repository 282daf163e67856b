package dev.fairlead.policies.corpus;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every bundle of the corpus as `fairlead check` sees it, against what people said of it.
class CorpusVerdictsTest {
  private static final Set<Rule> REVIEWED = Set.of(Rule.R1, Rule.R2, Rule.R3);

  /// The findings of every bundle, by its name.
  private static Map<String, List<Finding>> found = Map.of();

  private static List<Expectation> expectations = List.of();
  private static Map<String, CorpusBundle> bundles = Map.of();

  @BeforeAll
  static void checkEveryBundle() {
    var corpus = CorpusFolder.orSkip();
    expectations = corpus.expectations();
    bundles = corpus.bundles().stream().collect(toMap(CorpusBundle::name, b -> b));
    found = corpus.bundles().stream().collect(toMap(CorpusBundle::name, CorpusBundle::findings));
    print();
  }

  private static void print() {
    var table = new Tally("rule, verdict by hand", "error", "warning", "info", "nothing");
    for (var expected : expectations) {
      var loudest = loudest(expected).map(s -> s.name().toLowerCase(Locale.ROOT));
      table.count(expected.rule() + " " + expected.verdict(), loudest.orElse("nothing"));
    }
    System.out.printf("corpus: %d bundles, as check finds them%n%s%n", bundles.size(), table);
    var byCheck = new Tally("check", "error", "warning", "info");
    found.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(finding -> finding.check().id()))
        .forEach(f -> byCheck.count(f.check().id(), f.severity().name().toLowerCase(Locale.ROOT)));
    System.out.printf("corpus: all that check finds%n%s%n", byCheck);
  }

  @Test
  void theCorpusIsWhole() {
    assertThat(bundles).hasSizeGreaterThanOrEqualTo(339);
    assertThat(expectations).hasSizeGreaterThan(300);
    assertThat(expectations).allMatch(expected -> bundles.containsKey(expected.bundle()));
  }

  @Test
  void everyTrueMistakeIsFound() {
    assertThat(expectations)
        .filteredOn(e -> REVIEWED.contains(e.rule()) && e.verdict().equals("true-mistake"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(e -> assertThat(loudest(e)).as("%s", e).isPresent());
  }

  @Test
  void nothingLegitimateIsAnError() {
    assertThat(expectations)
        .filteredOn(e -> REVIEWED.contains(e.rule()) && e.verdict().equals("legitimate"))
        .hasSizeGreaterThanOrEqualTo(50)
        .allSatisfy(
            e -> assertThat(loudest(e)).as("%s", e).isNotEqualTo(Optional.of(Severity.ERROR)));
  }

  /// Both ways: an error that nobody has looked at, and a line that no longer is one.
  @Test
  void everyOtherErrorHasBeenLookedAt() {
    var mistakes = expectations.stream().filter(e -> e.verdict().equals("true-mistake")).toList();
    var others = new TreeSet<String>();
    found.forEach(
        (bundle, findings) ->
            findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .filter(finding -> mistakes.stream().noneMatch(e -> answers(finding, bundle, e)))
                .map(
                    finding -> "%s %s %s".formatted(bundle, finding.object(), finding.check().id()))
                .forEach(others::add));
    assertThat(others).isEqualTo(ReviewedList.read("reviewed-errors.txt").keySet());
  }

  private static Optional<Severity> loudest(Expectation expected) {
    return found.getOrDefault(expected.bundle(), List.of()).stream()
        .filter(finding -> answers(finding, expected.bundle(), expected))
        .map(Finding::severity)
        .min(Comparator.naturalOrder());
  }

  private static boolean answers(Finding finding, String bundle, Expectation expected) {
    return bundle.equals(expected.bundle())
        && finding.check().id().equals(expected.rule().check())
        && expected.isAbout(finding.object())
        && (expected.container().isEmpty()
            || finding.container().equals(Optional.of(expected.container())))
        && (expected.port().isEmpty() || finding.field().startsWith(port(expected).path()));
  }

  private static ServicePort port(Expectation expected) {
    return Objects.requireNonNull(bundles.get(expected.bundle())).objects().stream()
        .filter(object -> expected.isAbout(object.ref()))
        .map(ServiceWiring.class::cast)
        .flatMap(service -> service.ports().stream())
        .filter(
            port ->
                expected.port().equals(port.name())
                    || expected.port().equals(String.valueOf(port.port())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such port: " + expected));
  }
}
