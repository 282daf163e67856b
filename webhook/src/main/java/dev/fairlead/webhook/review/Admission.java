package dev.fairlead.webhook.review;

import java.time.Instant;
import java.util.concurrent.CompletionStage;

/// Whoever decides about reviews.
public interface Admission {
  /// Decides without blocking the caller.
  ///
  /// @param deadline when the API server stops waiting; an answer after it is lost
  /// @return the decision; it fails only for reasons of our own, which are answered with HTTP 500
  CompletionStage<Decision> review(ReviewRequest request, Instant deadline);
}
