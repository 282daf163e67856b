package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.Position;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PlainText;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A place in a file of the user.
///
/// @param end the column behind the last character that is meant, in the same line
/// @param source the line itself, with spaces for control characters, tabs too
public record Place(String file, Position position, int end, Optional<String> source) {
  private static final String CLUSTER = "cluster";

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

  /// An object of a cluster, which stands in no file: its name stands for one.
  static Place inCluster(ObjectRef object) {
    var name =
        Stream.of(CLUSTER, object.namespace(), object.kind(), object.name())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("/"));
    return ofFile(name);
  }

  /// `file:line:column`, as compilers write it; of an object of a cluster its name alone.
  @Override
  public String toString() {
    return file.startsWith(CLUSTER + "/") && source.isEmpty() ? file : file + ":" + position;
  }
}
