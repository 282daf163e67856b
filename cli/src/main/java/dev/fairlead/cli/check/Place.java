package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.Position;
import dev.fairlead.policies.model.PlainText;
import java.util.Optional;

/// A place in a file of the user.
///
/// @param end the column behind the last character that is meant, in the same line
/// @param source the line itself, with spaces for control characters, tabs too
public record Place(String file, Position position, int end, Optional<String> source) {
  /// A place in a file.
  ///
  /// @param end not behind the column of the position where it is not known: the place reaches to
  ///   the end of the line
  static Place of(String file, Position position, int end, Lines lines) {
    var source = lines.line(position.line()).map(PlainText::line);
    if (end > position.column()) {
      return new Place(file, position, end, source);
    }
    var line = source.map(String::stripTrailing).orElse("");
    var length = line.codePointCount(0, line.length());
    return new Place(file, position, Math.max(length, position.column()) + 1, source);
  }

  /// A file of which no line can be shown.
  static Place ofFile(String file) {
    return new Place(file, Position.START, Position.START.column() + 1, Optional.empty());
  }

  /// `file:line:column`, as compilers write it.
  @Override
  public String toString() {
    return file + ":" + position;
  }
}
