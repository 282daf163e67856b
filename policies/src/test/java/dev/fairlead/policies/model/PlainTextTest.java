package dev.fairlead.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r", "\t", "\0", "\u001b", "\u007f", "\u009b", "\u2028", "\u2029", "\u202e",
        "\u2066", "\u200f"
      })
  void aCharacterThatDoesHarmBecomesASpace(String harmful) {
    assertThat(PlainText.line("a" + harmful + "b")).isEqualTo("a b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"naïve", "шоп", "店", "😀", "👩‍🚒", "a\u00a0b"})
  void whatCanBeReadStays(String text) {
    assertThat(PlainText.line(text)).isEqualTo(text);
    assertThat(PlainText.lines(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude00"})
  void halfACharacterIsReplaced(String half) {
    assertThat(PlainText.line("a" + half + "b")).isEqualTo("a\ufffdb");
  }

  @Test
  void aLongLineIsCutBetweenCharacters() {
    assertThat(PlainText.line("😀".repeat(5), 5)).isEqualTo("😀".repeat(5));
    assertThat(PlainText.line("😀".repeat(6), 5)).isEqualTo("😀".repeat(4) + "…");
  }

  @Test
  void linesKeepTheirBreaksAlone() {
    assertThat(PlainText.lines("a\nb\r\u001b[31mc")).isEqualTo("a\nb  [31mc");
  }

  @Test
  void linesBeyondTheMostAreCounted() {
    assertThat(PlainText.lines("1\n2\n3", 3, 9)).isEqualTo("1\n2\n3");
    assertThat(PlainText.lines("one\ntwo\n3\n4", 2, 3)).isEqualTo("one\ntwo\nand 2 more lines");
    assertThat(PlainText.lines("four\n5", 2, 3)).isEqualTo("fo…\n5");
  }
}
