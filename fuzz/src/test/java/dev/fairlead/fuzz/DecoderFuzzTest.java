package dev.fairlead.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fairlead.webhook.review.ReviewReader;
import org.junit.jupiter.params.provider.MethodSource;

/// A body that anybody may post is a review, or is told in a sentence why not.
final class DecoderFuzzTest {
  static Object[] seeds() {
    return Seeds.reviews().toArray();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void aBodyIsReadOrRefused(byte[] body) {
    Cost.bounded(() -> ReviewReader.read(body));
  }
}
