package dev.fairlead.webhook.settle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Each namespace once, the one that is due first in front.
class NamespaceQueueTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final NamespaceQueue queue = new NamespaceQueue(now::get);

  @Test
  void theEarliestOfSeveralTimesCounts() throws Exception {
    queue.add("late", NOON.plusSeconds(9));
    queue.add("early", NOON.plusSeconds(5));
    queue.add("late", NOON.plusSeconds(1));
    queue.add("late", NOON.plusSeconds(7));
    assertThat(queue.due()).isZero();

    now.set(NOON.plusSeconds(5));
    assertThat(queue.due()).isEqualTo(2);
    assertThat(queue.take()).isEqualTo("late");
    assertThat(queue.take()).isEqualTo("early");
    assertThat(queue.due()).isZero();

    queue.add("next", NOON.plusSeconds(5));
    now.set(NOON.plusSeconds(20));
    assertThat(queue.take()).isEqualTo("next");
  }
}
