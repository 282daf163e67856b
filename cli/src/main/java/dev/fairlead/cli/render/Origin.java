package dev.fairlead.cli.render;

import dev.fairlead.cli.manifests.Position;

/// Where something was written.
///
/// @param text of the whole file
/// @param end the column behind it in its line; not behind the position where that is not known
public record Origin(String file, String text, Position position, int end) {}
