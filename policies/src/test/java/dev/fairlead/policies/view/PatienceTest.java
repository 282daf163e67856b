package dev.fairlead.policies.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// When looking ends, and how often the time is asked for.
class PatienceTest {
  @Test
  void itEndsWithTheLastLookAndStaysOver() {
    var patience = Patience.of(3, () -> false);

    assertThat(patience.allows(1)).isTrue();
    assertThat(patience.allows(1)).isTrue();
    assertThat(patience.isOver()).isFalse();
    assertThat(patience.allows(1)).isFalse();
    assertThat(patience.isOver()).isTrue();
    assertThat(patience.allows(0)).isFalse();
  }

  @Test
  void theTimeIsAskedForNowAndThen() {
    var asked = new AtomicInteger();
    var over = new AtomicBoolean();
    var patience =
        Patience.of(
            1_000_000,
            () -> {
              asked.incrementAndGet();
              return over.get();
            });

    for (var i = 0; i < 255; i++) {
      assertThat(patience.allows(1)).isTrue();
    }
    assertThat(asked).hasValue(0);
    assertThat(patience.allows(1)).isTrue();
    assertThat(asked).hasValue(1);
    assertThat(patience.allows(255)).isTrue();
    assertThat(asked).hasValue(1);

    over.set(true);
    assertThat(patience.allows(1)).isFalse();
    assertThat(patience.isOver()).isTrue();
    assertThat(asked).hasValue(2);
  }

  @Test
  void whoeverWaitsUntilTheEndIsNeverStopped() {
    assertThat(Patience.endless().allows(Integer.MAX_VALUE)).isTrue();
    assertThat(Patience.endless().isOver()).isFalse();
  }
}
