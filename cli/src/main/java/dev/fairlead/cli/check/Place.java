package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.Position;
import dev.fairlead.policies.model.PlainText;
import java.util.Optional;

/// A place in a file of the user.
///
/// @param source the line itself, with spaces for control characters, tabs too
public record Place(String file, Position position, Optional<String> source) {
  static final Position START = new Position(1, 1);

  static Place of(String file, Position position, String text) {
    var source = text.lines().skip(position.line() - 1).findFirst().map(PlainText::line);
    return new Place(file, position, source);
  }

  /// `file:line:column`, as compilers write it.
  @Override
  public String toString() {
    return file + ":" + position;
  }
}
