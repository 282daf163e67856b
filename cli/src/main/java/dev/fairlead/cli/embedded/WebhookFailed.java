package dev.fairlead.cli.embedded;

/// The webhook gave no answer to a review.
final class WebhookFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WebhookFailed(String message) {
    super(message);
  }
}
