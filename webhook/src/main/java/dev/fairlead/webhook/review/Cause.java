package dev.fairlead.webhook.review;

/// One reason of a denial, as the API server lists them in `status.details.causes`.
///
/// @param reason the word for the kind of field error: `FieldValueNotFound`
/// @param field the path of the field it is about
public record Cause(String reason, String field, String message) {}
