package dev.fairlead.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WarningsTest {
  @Test
  void whatFitsIsLeftAsItIs() {
    var ten = IntStream.range(0, 10).mapToObj(i -> "warning ü " + i).toList();

    assertThat(Warnings.fitted(ten)).isEqualTo(ten);
    assertThat(Warnings.fitted(List.of())).isEmpty();
  }

  @Test
  void controlCharactersBecomeSpacesSinceTheServerDropsSuchLines() {
    assertThat(
            Warnings.fitted(List.of("a\nb\tc\u0000d\u007fe\u0085f", "half \ud800 of a character")))
        .containsExactly("a b c d e f", "half \ufffd of a character");
  }

  @Test
  void emptyAndEqualLinesAreLeftOut() {
    assertThat(Warnings.fitted(List.of("a", "", " ", "\n", "a", "b"))).containsExactly("a", "b");
  }

  @Test
  void aLongLineIsCutByCharactersNotByHalves() {
    assertThat(Warnings.fitted(List.of("x".repeat(256)))).containsExactly("x".repeat(256));
    assertThat(Warnings.fitted(List.of("😀".repeat(257)))).containsExactly("😀".repeat(255) + "…");
  }

  @Test
  void theRestIsCountedInALastLine() {
    var eleven = IntStream.range(0, 11).mapToObj(i -> "warning " + i).toList();

    var fitted = Warnings.fitted(eleven);

    assertThat(fitted).hasSize(10).startsWith(eleven.subList(0, 9).toArray(String[]::new));
    assertThat(fitted.getLast())
        .isEqualTo("2 more warnings; run fairlead check to see every finding");
  }

  @Test
  void theSumStaysWithinTheLimitWithTheLastLine() {
    var wide = IntStream.range(0, 8).mapToObj(i -> i + "😀".repeat(200)).toList();

    var fitted = Warnings.fitted(wide);

    assertThat(fitted).hasSize(6).startsWith(wide.subList(0, 5).toArray(String[]::new));
    assertThat(fitted.getLast()).startsWith("3 more warnings");
    assertThat(bytes(fitted)).isLessThanOrEqualTo(Warnings.MAX_BYTES);
  }

  private static int bytes(List<String> lines) {
    return lines.stream().mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length).sum();
  }
}
