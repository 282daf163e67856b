package dev.fairlead.policies.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Fixture;
import dev.fairlead.policies.fixtures.Fixture.Promise;
import dev.fairlead.policies.fixtures.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every check against every fixture: a new check needs no test class of its own.
class CheckFixturesTest {
  /// Where the pages of the checks stand, seen from this module, where its tests run.
  private static final Path PAGES = Path.of("..", "docs", "checks");

  /// The page of what the command line says of objects that nothing can check.
  private static final String NO_CHECK = "unreadable-manifest.md";

  static List<Fixture> fixtures() {
    return Fixtures.ofChecks();
  }

  static Stream<Check> checks() {
    return Checks.ALL.stream();
  }

  static Stream<Check> checksAndLiveOnes() {
    return Stream.concat(checks(), Checks.LIVE.stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void allChecksFindExactlyWhatIsWanted(Fixture fixture) {
    assertThat(Checks.findings(fixture.view()).stream().map(Fixture::described))
        .containsExactlyInAnyOrderElementsOf(fixture.wants());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void theNameOfAFixtureSaysWhatItWantsOfItsOwnCheck(Fixture fixture) {
    var own = fixture.wants().stream().filter(want -> want.contains(inBrackets(fixture))).toList();
    switch (fixture.promise()) {
      case PASSES -> assertThat(own).isEmpty();
      case FAILS -> assertThat(own).anyMatch(want -> want.matches(strongest(fixture.check())));
      case CANNOT_TELL -> assertThat(own).noneMatch(want -> want.startsWith("proven "));
    }
  }

  private static String inBrackets(Fixture fixture) {
    return "[" + fixture.check() + "]";
  }

  private static String strongest(String id) {
    var kind = checks().filter(check -> check.id().equals(id)).findFirst().orElseThrow().kind();
    return switch (kind) {
      case FACT, WIRING, LIVE -> "proven .*";
      case ADVICE -> "(likely|info) .*";
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void aFixtureBeginsWithASentenceAboutIt(Fixture fixture) {
    assertThat(fixture.yaml()).matches("(?s)# [^\\n:]*[^\\n]*\\.\\n.*").doesNotStartWith("# want");
  }

  @ParameterizedTest
  @MethodSource("checks")
  void everyCheckHasAFixtureOfEachKind(Check check) {
    var promises =
        fixtures().stream()
            .filter(fixture -> fixture.check().equals(check.id()))
            .map(Fixture::promise);
    assertThat(promises).contains(Promise.values());
  }

  @ParameterizedTest
  @MethodSource("checksAndLiveOnes")
  void everyCheckHasAPage(Check check) {
    assertThat(PAGES.resolve(check.id() + ".md"))
        .isNotEmptyFile()
        .content()
        .startsWith("# " + check.id() + "\n");
  }

  @ParameterizedTest
  @MethodSource("checksAndLiveOnes")
  void aCheckIsNamedAfterItsId(Check check) {
    var id =
        check
            .getClass()
            .getSimpleName()
            .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
            .toLowerCase(Locale.ROOT);
    assertThat(check.id()).isEqualTo(id);
  }

  @Test
  void everyFolderAndEveryPageHasItsCheck() {
    var ids = Checks.ids();
    assertThat(Fixtures.folders("checks").keySet()).isSubsetOf(ids);
    assertThat(PAGES.toFile().list())
        .filteredOn(page -> !page.equals(NO_CHECK))
        .allSatisfy(page -> assertThat(page.replace(".md", "")).isIn(ids));
  }

  @Test
  void theListOfChecksIsSortedById() {
    assertThat(checks().map(Check::id)).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void aMessageIsOneLineThatTheApiServerTakesWhole(Fixture fixture) {
    assertThat(Checks.findings(fixture.view()))
        .allSatisfy(
            finding ->
                assertThat(finding.message())
                    .hasSizeLessThanOrEqualTo(Finding.LONGEST_MESSAGE)
                    .doesNotContainPattern("\\p{Cc}"));
  }
}
