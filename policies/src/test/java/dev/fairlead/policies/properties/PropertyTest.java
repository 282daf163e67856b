package dev.fairlead.policies.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PropertyTest {
  private static List<List<Integer>> numbers(Choices choices) {
    return choices.list(1, 5, some -> some.list(0, 5, one -> one.below(100)));
  }

  @Test
  void aFailureTellsItsSeedTheSmallestInputAndTheReason() {
    assertThatThrownBy(
            () ->
                Property.holds(
                    100,
                    PropertyTest::numbers,
                    lists ->
                        assertThat(lists).allSatisfy(list -> assertThat(list).doesNotContain(7))))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("seed (\\d+), shrunk: \\[\\[7]]\\Rrepeat with -Dfairlead.seed=\\1")
        .cause()
        .hasMessageContaining("not to contain");
  }

  @Test
  void aSeedMakesTheSameInputAgain() {
    assertThat(numbers(Choices.drawn(20))).isEqualTo(numbers(Choices.drawn(20)));
    assertThat(numbers(Choices.drawn(20))).isNotEqualTo(numbers(Choices.drawn(21)));
  }

  @Test
  void everyInputIsTriedWhereThePropertyHolds() {
    var tried = new ArrayList<Object>();
    Property.holds(100, PropertyTest::numbers, tried::add);
    assertThat(tried).hasSize(100);
  }
}
