package dev.fairlead.webhook.review;

import java.time.Instant;
import java.util.concurrent.CompletionStage;

/// Decides about reviews.
public interface Admission {
  /// True where deciding may take longer than an event loop has: whoever asks does so elsewhere.
  default boolean isCostly(ReviewRequest request) {
    return false;
  }

  /// Decides without blocking the caller.
  ///
  /// @param deadline when the API server stops waiting; an answer after it is lost
  /// @return the decision; it fails only for reasons of our own, which are answered with HTTP 500
  CompletionStage<Decision> review(ReviewRequest request, Instant deadline);
}
