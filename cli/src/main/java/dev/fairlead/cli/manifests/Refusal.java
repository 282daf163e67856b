package dev.fairlead.cli.manifests;

/// Why an object stays as it is written, and where that shows.
///
/// @param reason one line, lower case, made to follow the name of a field or an object
public record Refusal(Position position, String reason) {}
