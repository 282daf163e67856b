package dev.fairlead.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LineAlignmentTest {
  private static List<Integer> aligned(String document, String template) {
    var lines = document.lines().toList();
    var alignment = LineAlignment.of(lines, template.lines().toList());
    return IntStream.range(0, lines.size()).mapToObj(alignment::of).toList();
  }

  @Test
  void equalLinesAreTheSame() {
    assertThat(aligned("a: 1\nb: 2\n", "a: 1\nb: 2\n")).containsExactly(0, 1);
  }

  @Test
  void whatAConditionLeavesOutIsPassedOver() {
    assertThat(aligned("a: 1\nd: 4\n", "{{ if .b }}\na: 1\nb: 2\nc: 3\n{{ end }}\nd: 4\n"))
        .containsExactly(1, 5);
  }

  @Test
  void aValueThatIsFilledInIsTheLineOfItsKey() {
    assertThat(
            aligned(
                "name: shop\nport: 80\nimage: a:1\n",
                "name: {{ .n }}\nport: {{ .p }}\nimage: {{ .r }}:{{ .t }}\n"))
        .containsExactly(0, 1, 2);
  }

  @Test
  void linesOfAnIncludeStandBelowTheLineBeforeIt() {
    assertThat(
            aligned(
                "selector:\n  a: 1\n  b: 2\nports:\n",
                "selector:\n  {{- include \"labels\" . | nindent 2 }}\nports:\n"))
        .containsExactly(0, 0, 0, 2);
  }

  @Test
  void equalLinesWinOverThoseThatAreOnlyAlike() {
    assertThat(aligned("port: 80\n", "port: {{ .p }}\nport: 80\n")).containsExactly(1);
  }

  @Test
  void aSecondTurnOfALoopStandsAtItsFirst() {
    assertThat(aligned("- a: 1\n- a: 2\nb:\n", "{{ range .x }}\n- a: {{ .a }}\n{{ end }}\nb:\n"))
        .containsExactly(1, 1, 3);
  }

  @Test
  void aPairOfHugeTextsIsLeftAlone() {
    var many = Collections.nCopies(3000, "a: 1");
    assertThat(LineAlignment.of(many, many).of(2999)).isZero();
    assertThat(LineAlignment.of(many, List.of("a: 1")).of(-1)).isZero();
    assertThat(LineAlignment.of(many, List.of("a: 1")).of(3000)).isZero();
  }
}
