package dev.fairlead.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.cluster.ManifestCluster;
import dev.fairlead.webhook.review.Admission;
import dev.fairlead.webhook.review.FixReviewer;
import dev.fairlead.webhook.review.ReviewReader;
import dev.fairlead.webhook.review.ReviewRequest;
import dev.fairlead.webhook.review.ReviewResponse;
import dev.fairlead.webhook.review.ReviewSettings;
import dev.fairlead.webhook.review.Reviewer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.provider.MethodSource;

/// Every review that can be read is answered, in front of a cluster that holds the fixtures.
final class ReviewerFuzzTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z"));

  private static final ReviewSettings SETTINGS =
      new ReviewSettings(
          Level.STRICT,
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Duration.ofMinutes(1),
          Set.of("kubectl*"),
          Duration.ofSeconds(1));

  private final List<Admission> admissions;

  ReviewerFuzzTest() {
    var reader = new ObjectReader(PodMakers.COMMON);
    var cluster = new ManifestCluster(CLOCK);
    Seeds.manifests()
        .flatMap(
            seed -> ManifestFile.parse("seed", new String(seed, StandardCharsets.UTF_8)).stream())
        .filter(Manifest.class::isInstance)
        .map(Manifest.class::cast)
        .flatMap(manifest -> reader.read(manifest.tree(), "shop").object().stream())
        .forEach(cluster::put);
    admissions =
        List.of(
            new Reviewer(reader, cluster, SETTINGS, CLOCK),
            new FixReviewer(reader, cluster, SETTINGS, CLOCK));
  }

  static Object[] seeds() {
    return Seeds.reviews().toArray();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void aReviewIsAnswered(byte[] body) {
    if (ReviewReader.read(body) instanceof ReviewRequest request) {
      Cost.bounded(() -> admissions.forEach(admission -> answer(admission, request)));
    }
  }

  private static void answer(Admission admission, ReviewRequest request) {
    var decision = admission.review(request, CLOCK.instant().plusSeconds(10));
    ReviewResponse.write(request, decision.toCompletableFuture().join());
  }
}
