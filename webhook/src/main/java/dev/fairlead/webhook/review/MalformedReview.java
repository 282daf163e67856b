package dev.fairlead.webhook.review;

/// A body that asks nothing we could answer.
///
/// @param message one line for whoever sent it: what is wrong, where, and what must stand there
public record MalformedReview(String message) implements IncomingReview {}
