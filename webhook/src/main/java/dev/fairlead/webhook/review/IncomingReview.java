package dev.fairlead.webhook.review;

/// What the body of a call turned out to be: a review, or no review.
public sealed interface IncomingReview permits ReviewRequest, MalformedReview {}
