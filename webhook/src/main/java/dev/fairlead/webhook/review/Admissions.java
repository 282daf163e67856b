package dev.fairlead.webhook.review;

/// Who decides about the reviews of either kind of webhook.
public record Admissions(Admission validating, Admission mutating) {}
