package dev.fairlead.webhook.settle.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.webhook.settle.writing.WriteQueue.Urgency;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Who goes first, and that the latest word counts.
class WriteQueueTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final WriteQueue<String> queue = new WriteQueue<>(now::get);

  private void put(String key, String what, Urgency urgency) {
    queue.put(key, what, urgency, NOON);
  }

  private String next() throws InterruptedException {
    var taken = queue.take().what();
    queue.done();
    return taken;
  }

  @Test
  void changesGoBeforeFirstWordsAndTheNewestOfTheseFirst() throws Exception {
    put("a", "report", Urgency.REPORT);
    put("b", "old", Urgency.FIRST_WORD);
    put("c", "new", Urgency.FIRST_WORD);
    put("d", "first change", Urgency.CHANGE);
    put("e", "second change", Urgency.CHANGE);

    assertThat(new String[] {next(), next(), next(), next(), next()})
        .containsExactly("first change", "second change", "new", "old", "report");
    assertThat(queue.size()).isZero();
  }

  @Test
  void theLatestWordTakesThePlaceOfEarlierOnes() throws Exception {
    put("a", "settling", Urgency.CHANGE);
    put("b", "other", Urgency.CHANGE);
    put("a", "wired", Urgency.CHANGE);

    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.pending("a")).contains("wired");
    assertThat(new String[] {next(), next()}).containsExactly("other", "wired");
  }

  @Test
  void whatIsBeingWrittenIsStillKnown() throws Exception {
    put("a", "wired", Urgency.CHANGE);
    queue.take();

    assertThat(queue.pending("a")).contains("wired");
    queue.done();
    assertThat(queue.pending("a")).isEmpty();
  }

  @Test
  void whatFailedIsTriedAgainWhenItIsDue() throws Exception {
    put("a", "wired", Urgency.CHANGE);
    queue.take();
    queue.retry(NOON.plusSeconds(5), 1);
    put("b", "other", Urgency.REPORT);

    assertThat(next()).isEqualTo("other");
    now.set(NOON.plusSeconds(5));
    var again = queue.take();
    assertThat(again.what()).isEqualTo("wired");
    assertThat(again.failures()).isEqualTo(1);
  }

  @Test
  void aNewerWordWaitsAsLongAsTheOneThatFailed() throws Exception {
    put("a", "settling", Urgency.CHANGE);
    queue.take();
    queue.retry(NOON.plusSeconds(5), 1);
    put("a", "wired", Urgency.CHANGE);
    put("b", "other", Urgency.REPORT);

    assertThat(next()).isEqualTo("other");
    now.set(NOON.plusSeconds(5));
    assertThat(next()).isEqualTo("wired");
  }
}
