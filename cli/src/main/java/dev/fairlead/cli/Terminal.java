package dev.fairlead.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// The terminal that a person looks at, where there is one.
final class Terminal {
  private static final int STANDARD_OUTPUT = 1;
  private static final int STANDARD_ERROR = 2;

  /// Narrower ones would leave a word a line.
  private static final int LEAST_COLUMNS = 40;

  private Terminal() {}

  /// True where standard error is a terminal that can rewrite a line, and nobody's log.
  static boolean showsErrors() {
    return is(STANDARD_ERROR)
        && !"dumb".equals(System.getenv("TERM"))
        && System.getenv("CI") == null;
  }

  /// True where standard output is a terminal with colours that nobody has turned off, even if
  /// standard input comes from somewhere else.
  static boolean hasColours() {
    return is(STANDARD_OUTPUT)
        && !"dumb".equals(System.getenv("TERM"))
        && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
  }

  /// How many columns standard output has; empty where it is no terminal.
  static OptionalInt columns() {
    if (!is(STANDARD_OUTPUT)) {
      return OptionalInt.empty();
    }
    try {
      var size = size(device(STANDARD_OUTPUT)).split(" ", -1);
      var columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
      return columns == 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(LEAST_COLUMNS, columns));
    } catch (IOException | NumberFormatException _) {
      return OptionalInt.empty(); // a system without stty
    }
  }

  /// Rows and columns.
  private static String size(Path device) throws IOException {
    var stty =
        new ProcessBuilder("stty", "size")
            .redirectInput(Redirect.from(device.toFile()))
            .redirectError(Redirect.DISCARD)
            .start();
    try (var out = stty.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
    } finally {
      stty.destroy();
    }
  }

  /// Where Linux says what a file descriptor is; on other systems nothing is a terminal.
  private static boolean is(int descriptor) {
    try {
      var device = device(descriptor).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException _) {
      return false;
    }
  }

  private static Path device(int descriptor) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)));
  }
}
