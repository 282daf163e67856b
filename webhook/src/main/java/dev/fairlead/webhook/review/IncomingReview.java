package dev.fairlead.webhook.review;

/// What the body of a call turned out to be.
public sealed interface IncomingReview permits ReviewRequest, MalformedReview {}
