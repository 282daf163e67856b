package dev.fairlead.cli.check;

/// A finding that an annotation of its object lets through.
///
/// @param reason as its author wrote it
public record Allowed(Located finding, String reason) {}
