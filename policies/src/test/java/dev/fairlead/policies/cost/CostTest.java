package dev.fairlead.policies.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Nobody can send an object that takes far longer to judge than it takes to send.
///
/// What grows with the square of its size takes sixteen times as long at four times the size.
class CostTest {
  private static final int SIZE = 500;
  private static final int TIMES = 4;

  /// Between `n log n` and the square, with room for a machine that does other things.
  private static final double MOST = 9;

  @ParameterizedTest
  @EnumSource
  void judgingGrowsWithItsInputAndNotWithTheSquareOfIt(Shape shape) {
    assertThat(ProcessorTime.growth(shape::ofSize, SIZE, TIMES, MOST)).isLessThan(MOST);
  }
}
