package dev.fairlead.bench;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.cluster.ManifestCluster;
import dev.fairlead.webhook.review.Decision;
import dev.fairlead.webhook.review.ReviewReader;
import dev.fairlead.webhook.review.ReviewRequest;
import dev.fairlead.webhook.review.ReviewSettings;
import dev.fairlead.webhook.review.Reviewer;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/// Measures what the costliest reviews take of a processor: reading the body and judging it, in the
/// thread that does it.
final class Costs {
  private static final int[] SIZES = {100, 1_000, 10_000};

  /// What an API server takes, and a review carries twice.
  private static final int MOST_BYTES = 2 * (3 << 20);

  /// Of several tries the least: it has no other program's share.
  private static final int TRIES = 7;

  private static final double NANOS_PER_MILLI = 1_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final ReviewSettings SETTINGS =
      new ReviewSettings(
          Level.STRICT,
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Duration.ofMinutes(1),
          Set.of("kubectl"),
          Duration.ofSeconds(1));

  private final ObjectReader reader = new ObjectReader(PodMakers.COMMON);

  private Costs() {}

  /// What one review took, in nanoseconds of a processor.
  private record Cost(long reading, long judging, Decision decision) {
    long sum() {
      return reading + judging;
    }
  }

  /// Prints a table.
  ///
  /// @param part a part of the titles that are wanted; none for all
  public static void main(String[] part) {
    new Costs().print(System.out, String.join(" ", part));
  }

  private void print(PrintStream out, String part) {
    out.println("| n | of | body, KB | read, ms | judged, ms | answer |");
    out.println("|--:|---|--:|--:|--:|---|");
    var wanted = CostlyReview.SHAPES.stream().filter(s -> s.title().contains(part)).toList();
    for (var shape : wanted) {
      for (var size : SIZES) {
        var review = shape.ofSize(size);
        if (review.body().length() <= MOST_BYTES) {
          var cost = least(review);
          out.printf(
              "| %,d | %s | %,d | %.1f | %.1f | %s |%n",
              size,
              shape.title(),
              review.body().length() / 1000,
              cost.reading() / NANOS_PER_MILLI,
              cost.judging() / NANOS_PER_MILLI,
              answer(cost.decision()));
        }
      }
    }
  }

  private static String answer(Decision decision) {
    var cutShort =
        decision.warnings().stream().anyMatch(line -> line.startsWith("Fairlead "))
            ? ", in part"
            : "";
    return (decision.allowed() ? "allowed" : "denied") + cutShort;
  }

  private Cost least(CostlyReview review) {
    var least = cost(review);
    for (var i = 1; i < TRIES; i++) {
      var next = cost(review);
      least = next.sum() < least.sum() ? next : least;
    }
    return least;
  }

  /// What a review costs where its namespace has changed since the last one, so that nothing is
  /// known of it in advance.
  private Cost cost(CostlyReview review) {
    var cluster = new ManifestCluster(InstantSource.system());
    review.neighbours().stream()
        .flatMap(tree -> reader.read(tree, "default").object().stream())
        .forEach(cluster::put);
    var reviewer = new Reviewer(reader, cluster, SETTINGS, InstantSource.system());
    var body = review.body().getBytes(StandardCharsets.UTF_8);
    var began = THREADS.getCurrentThreadCpuTime();
    if (!(ReviewReader.read(body) instanceof ReviewRequest request)) {
      throw new IllegalStateException("no review: " + review);
    }
    var read = THREADS.getCurrentThreadCpuTime();
    var decision =
        reviewer
            .review(request, InstantSource.system().instant().plusSeconds(30))
            .toCompletableFuture()
            .join();
    return new Cost(read - began, THREADS.getCurrentThreadCpuTime() - read, decision);
  }
}
