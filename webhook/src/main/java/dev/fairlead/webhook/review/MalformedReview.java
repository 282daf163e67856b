package dev.fairlead.webhook.review;

/// A body that is no review that can be answered.
///
/// @param message one line for whoever sent it: what is wrong, where, and what must stand there
public record MalformedReview(String message) implements IncomingReview {}
