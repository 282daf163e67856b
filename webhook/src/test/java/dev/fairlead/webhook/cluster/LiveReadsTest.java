package dev.fairlead.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.webhook.api.ClusterUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LiveReadsTest {
  /// A read that has begun, and ends when it is told its outcome.
  private record Begun(String namespace, CompletableFuture<String> outcome) {}

  private final BlockingQueue<Begun> begun = new LinkedBlockingQueue<>();

  private LiveReads<String> reads(int mostAtOnce) {
    return new LiveReads<>(
        namespace -> {
          var outcome = new CompletableFuture<String>();
          begun.add(new Begun(namespace, outcome));
          return outcome.join();
        },
        mostAtOnce);
  }

  private Begun next() throws InterruptedException {
    var next = begun.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("a read that begins").isNotNull();
    return next;
  }

  @Test
  void nobodyIsAnsweredByAReadThatBeganBeforeHeAsked() throws Exception {
    try (var reads = reads(8)) {
      var first = reads.of("a");
      var running = next();
      var second = reads.of("a");
      running.outcome().complete("old");

      assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("old");
      next().outcome().complete("new");
      assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("new");
    }
  }

  @Test
  void aStormInOneNamespaceIsTwoReads() throws Exception {
    try (var reads = reads(8)) {
      var first = reads.of("a");
      var running = next();
      var storm = new ArrayList<CompletableFuture<String>>();
      for (var i = 0; i < 1000; i++) {
        storm.add(reads.of("a"));
      }
      assertThat(begun).isEmpty();
      running.outcome().complete("1");
      next().outcome().complete("2");

      assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("1");
      for (var answer : storm) {
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("2");
      }
      assertThat(begun).isEmpty();
    }
  }

  @Test
  void onlySoManyNamespacesAreReadAtOnce() throws Exception {
    try (var reads = reads(1)) {
      var both = List.of(reads.of("a"), reads.of("b"));
      var first = next();
      assertThat(begun).isEmpty();
      first.outcome().complete("done");
      next().outcome().complete("done");
      for (var answer : both) {
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("done");
      }
    }
  }

  @Test
  void aReadThatFailsFailsForThoseWhoWaitedForItAlone() throws Exception {
    try (var reads = reads(8)) {
      var first = reads.of("a");
      var running = next();
      var second = reads.of("a");
      running.outcome().completeExceptionally(new ClusterUnavailable("no"));
      next().outcome().complete("yes");

      assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("yes");
      assertThat(first).isCompletedExceptionally();
    }
  }

  /// Such as one of a stack that is too deep: the namespace was never read again.
  @Test
  void anErrorInOneReadIsTheEndOfThatReadAlone() throws Exception {
    var failures = new ArrayBlockingQueue<Boolean>(2, false, List.of(true, false));
    try (var reads =
        new LiveReads<String>(
            _ -> {
              if (failures.remove()) {
                throw new StackOverflowError();
              }
              return "yes";
            },
            8)) {
      assertThat(reads.of("a"))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(StackOverflowError.class);
      assertThat(reads.of("a")).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("yes");
    }
  }

  @Test
  void whoeverGivesUpLeavesTheReadToTheOthers() throws Exception {
    try (var reads = reads(8)) {
      var first = reads.of("a");
      var running = next();
      var impatient = reads.of("a").orTimeout(1, TimeUnit.MILLISECONDS);
      var patient = reads.of("a");
      assertThat(impatient.handle((_, failure) -> failure).get(10, TimeUnit.SECONDS)).isNotNull();
      running.outcome().complete("1");
      next().outcome().complete("2");

      assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("1");
      assertThat(patient.get(10, TimeUnit.SECONDS)).isEqualTo("2");
    }
  }
}
