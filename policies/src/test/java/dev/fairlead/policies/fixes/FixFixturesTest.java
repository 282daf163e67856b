package dev.fairlead.policies.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.fixtures.Fixtures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fix against its fixtures: a new fix needs no test class of its own.
class FixFixturesTest {
  static List<FixFixture> fixtures() {
    return FixFixture.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void aFixDoesExactlyWhatIsWanted(FixFixture fixture) {
    var proposal = fixture.proposal(fixture.tree());
    assertThat(proposal.operations().stream().map(FixFixture::described))
        .containsExactlyElementsOf(fixture.wants());
    assertThat(proposal.notes().stream().map(Note::message))
        .containsExactlyElementsOf(fixture.notes())
        .allSatisfy(message -> assertThat(message).hasSizeLessThanOrEqualTo(256));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void whatIsFixedIsLeftAsItIs(FixFixture fixture) {
    var tree = fixture.tree();
    var fixed = Patch.applied(tree, fixture.proposal(tree).operations());
    assertThat(fixture.proposal(fixed).operations()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void aFixtureBeginsWithASentenceAboutIt(FixFixture fixture) {
    assertThat(fixture.yaml()).matches("(?s)# [^\\n:]*[^\\n]*\\.\\n.*").doesNotStartWith("# want");
  }

  @Test
  void everyFixHasFixturesAndEveryFolderAFix() {
    assertThat(Fixtures.folders("fixes").keySet()).containsExactlyElementsOf(Fixes.ids());
  }

  @Test
  void everyFixMendsACheck() {
    assertThat(Fixes.ALL.stream().map(Fix::mends)).isSubsetOf(Checks.ids());
  }
}
