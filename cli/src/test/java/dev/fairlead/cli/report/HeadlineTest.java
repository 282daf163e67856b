package dev.fairlead.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Check;
import dev.fairlead.policies.checks.Checks;
import org.junit.jupiter.api.Test;

final class HeadlineTest {
  @Test
  void everyCheckHasAHeadlineOfItsOwn() {
    assertThat(Checks.ALL.stream().map(Check::id).map(Headline::predicate))
        .doesNotHaveDuplicates()
        .allMatch(words -> words.length() <= 60);
  }

  @Test
  void everyCheckHasAPageThatSaysWhatHappens() {
    assertThat(CheckPage.known().map(id -> CheckPage.of(id).orElseThrow()))
        .allSatisfy(
            page -> {
              assertThat(page.summary()).endsWith(".");
              assertThat(page.effect()).isNotBlank();
            });
  }
}
