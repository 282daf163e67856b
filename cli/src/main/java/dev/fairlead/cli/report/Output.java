package dev.fairlead.cli.report;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// One report that is to be written, as `--format` names it: `FORMAT` or `FORMAT=FILE`.
///
/// @param file empty: standard output
public record Output(Format format, Optional<Path> file) {
  /// Reads what a user wrote.
  ///
  /// @throws IllegalArgumentException in words that follow the name of the option
  public static Output parse(String text) {
    var sign = text.indexOf('=');
    var name = sign < 0 ? text : text.substring(0, sign);
    var format =
        Arrays.stream(Format.values())
            .filter(each -> each.toString().equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(unknown(name)));
    if (sign < 0) {
      return new Output(format, Optional.empty());
    }
    var file = text.substring(sign + 1);
    if (file.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s': names no file: write %s=FILE, or %s for standard output"
              .formatted(text, format, format));
    }
    try {
      return new Output(format, Optional.of(Path.of(file)));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'%s': is no name of a file".formatted(text), e);
    }
  }

  private static String unknown(String name) {
    var known =
        Arrays.stream(Format.values()).map(Format::toString).collect(Collectors.joining(", "));
    return "'%s': must be one of %s, each with =FILE where it goes to a file"
        .formatted(name, known);
  }
}
