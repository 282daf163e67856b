package dev.fairlead.policies.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is found by an index is what a look at each would find.
class NearTextsTest {
  /// The same texts in every run.
  private static final int SEED = 20_261_126;

  private static final List<String> WORDS =
      List.of("shop", "shpo", "sho", "Shop", "cart", "api", "svc", "ds", "1", "v2", "a", "backend");

  private final Random random = new Random(SEED);

  @Test
  void everyTextThatIsNearIsFound() {
    var texts = texts(400);
    var index = new NearTexts(texts.stream());
    for (var asked : texts(400)) {
      assertThat(index.perhapsNear(asked))
          .as(asked)
          .containsAll(
              texts.stream()
                  .filter(text -> Near.between(asked, text) != Near.Nearness.FAR)
                  .toList());
    }
  }

  @Test
  void aBeginningIsFoundInEitherDirection() {
    var texts = texts(60);
    var sorted = new SortedTexts(texts);
    for (var asked : texts(400)) {
      assertThat(sorted.haveBeginningOf(asked))
          .as(asked)
          .isEqualTo(
              texts.stream()
                  .anyMatch(t -> !t.isEmpty() && (asked.startsWith(t) || t.startsWith(asked))));
    }
  }

  @Test
  void textsWithinTwoEditsAreFoundInTheirOrder() {
    var texts = texts(400);
    var sorted = new SortedTexts(texts);
    for (var asked : texts(400)) {
      assertThat(sorted.within(2, asked))
          .as(asked)
          .isEqualTo(
              texts.stream()
                  .distinct()
                  .sorted()
                  .map(text -> new SortedTexts.Found(text, edits(asked, text)))
                  .filter(found -> found.edits() <= 2)
                  .toList());
    }
  }

  private List<String> texts(int size) {
    var texts = new ArrayList<String>();
    while (texts.size() < size) {
      texts.add(text());
    }
    return texts;
  }

  private String text() {
    var text = new StringBuilder();
    for (var words = 1 + random.nextInt(3); words > 0; words--) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
      if (words > 1) {
        text.append("-._".charAt(random.nextInt(3)));
      }
    }
    if (random.nextBoolean()) {
      text.setCharAt(random.nextInt(text.length()), (char) ('a' + random.nextInt(3)));
    }
    return text.toString();
  }

  /// Insertions, deletions and replacements, by the definition.
  private static int edits(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.length() + b.length();
    }
    var table = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        table[i][j] =
            i == 0 || j == 0
                ? i + j
                : Math.min(
                    table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1),
                    1 + Math.min(table[i - 1][j], table[i][j - 1]));
      }
    }
    return table[a.length()][b.length()];
  }
}
