package dev.fairlead.policies.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Messages within the API server's limits.
class TextTest {
  @Test
  void theLongestEndingThatFitsIsTaken() {
    var endings = List.of(", which has more than fits", ", which has one", "");
    assertThat(Text.fitted("must be a name", endings, 60))
        .isEqualTo("must be a name, which has more than fits");
    assertThat(Text.fitted("must be a name", endings, 30))
        .isEqualTo("must be a name, which has one");
    assertThat(Text.fitted("must be a name", endings, 20)).isEqualTo("must be a name");
  }

  @Test
  void theLongestNameLosesItsMiddleAndTheRuleNothing() {
    var statement = "Service/" + "s".repeat(60) + " spec.selector: must match " + "v".repeat(30);
    assertThat(Text.fitted(statement, List.of(""), 90))
        .isEqualTo("Service/ss…ssssssssss spec.selector: must match " + "v".repeat(30));
    assertThat(Text.fitted(statement, List.of(""), 70))
        .isEqualTo("Service/ss…ssssssssss spec.selector: must match vvvvvvvvvv…vvvvvvvvvv");
  }

  @Test
  void whatHasNoNamesIsCutAtItsEndBetweenCharacters() {
    for (var start : List.of("", "x", "xx")) {
      var fitted = Text.fitted(start + "\uD83D\uDEA2".repeat(100), List.of(""), 50);
      assertThat(fitted).endsWith("\uD83D\uDEA2…").hasSizeBetween(49, 50);
    }
  }

  @Test
  void whateverWouldBreakTheLineIsASpace() {
    assertThat(Text.fitted("a\nb\tc\u0000d\u007Fe\u0085f\u2028g\u2029h", List.of("\r"), 50))
        .isEqualTo("a b c d e f g h ");
  }
}
