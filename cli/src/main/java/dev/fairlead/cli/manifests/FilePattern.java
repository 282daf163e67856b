package dev.fairlead.cli.manifests;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// A pattern of file names, for shells that do not expand them: `*` within a name, `**` through
/// folders, `?`, `[a-z]` and `{a,b}`.
final class FilePattern {
  private static final Pattern WILD = Pattern.compile("[*?\\[{]");

  private FilePattern() {}

  static boolean isOne(String name) {
    return WILD.matcher(name).find();
  }

  /// The files that a pattern means, by name. `a/**/b` means `a/b`, too.
  static List<String> files(String pattern) throws IOException {
    var matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace("**/", "{**/,}"));
    var start = start(pattern);
    if (!Files.isDirectory(start.isEmpty() ? Path.of(".") : Path.of(start))) {
      return List.of();
    }
    try (var files = Files.walk(Path.of(start))) {
      return files
          .filter(file -> matcher.matches(file) && Files.isRegularFile(file))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  /// The folders in front of the first name that is not plain.
  private static String start(String pattern) {
    var wild = WILD.matcher(pattern);
    var end = wild.find() ? pattern.lastIndexOf('/', wild.start()) : -1;
    return end == 0 ? "/" : pattern.substring(0, Math.max(0, end));
  }
}
