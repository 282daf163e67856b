package dev.fairlead.webhook.review;

/// What decides about the reviews of each of the two kinds of webhook.
public record Admissions(Admission validating, Admission mutating) {}
