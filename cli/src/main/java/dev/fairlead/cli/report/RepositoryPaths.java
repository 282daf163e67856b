package dev.fairlead.cli.report;

import dev.fairlead.cli.git.Repository;
import dev.fairlead.cli.manifests.ManifestSource;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The names of files as services know them that show a repository: relative to its root, with
/// links resolved and `/` between folders. What is in no repository is relative to the working
/// directory where it is below that, and stays as the user wrote it elsewhere.
final class RepositoryPaths {
  /// What standard input is called, since no file is.
  private static final String STDIN = "stdin";

  private final Map<String, String> names = new HashMap<>();
  private final Map<Path, Optional<Path>> roots = new HashMap<>();

  /// @param file as a [dev.fairlead.cli.check.Place] names it
  String of(String file) {
    return names.computeIfAbsent(file, this::find);
  }

  private String find(String file) {
    if (file.equals(ManifestSource.STDIN)) {
      return STDIN;
    }
    try {
      var real = Path.of(file).toRealPath();
      var root = root(real).orElseGet(() -> Path.of("").toAbsolutePath());
      return slashes(real.startsWith(root) ? root.relativize(real) : Path.of(file));
    } catch (IOException | InvalidPathException _) {
      // It has vanished since it was read.
      return file;
    }
  }

  private static String slashes(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  private Optional<Path> root(Path file) {
    var folder = file.getParent();
    return folder == null ? Optional.empty() : roots.computeIfAbsent(folder, Repository::rootOf);
  }
}
