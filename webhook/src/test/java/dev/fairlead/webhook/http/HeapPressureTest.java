package dev.fairlead.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryUsage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class HeapPressureTest {
  private final AtomicReference<Optional<MemoryUsage>> usage =
      new AtomicReference<>(Optional.empty());
  private final AtomicInteger collections = new AtomicInteger();
  private final HeapPressure pressure = new HeapPressure(usage::get, collections::incrementAndGet);

  @Test
  void itIsHighWhileMoreThanNineTenthsAreInUseAfterACollection() {
    pressure.look();
    assertThat(pressure.isHigh()).isFalse();

    after(900);
    assertThat(pressure.isHigh()).isFalse();
    after(901);
    assertThat(pressure.isHigh()).isTrue();
    after(500);
    assertThat(pressure.isHigh()).isFalse();
  }

  @Test
  void whileItIsHighACollectionIsAskedForEveryTenLooks() {
    after(100);
    assertThat(collections).hasValue(0);

    for (var i = 0; i < 34; i++) {
      after(950);
    }

    assertThat(collections).hasValue(3);
  }

  @Test
  void aHeapWithoutABoundIsNeverFull() {
    usage.set(Optional.of(new MemoryUsage(0, 950, 1_000, -1)));
    pressure.look();

    assertThat(pressure.isHigh()).isFalse();
  }

  private void after(long used) {
    usage.set(Optional.of(new MemoryUsage(0, used, 1_000, 1_000)));
    pressure.look();
  }
}
