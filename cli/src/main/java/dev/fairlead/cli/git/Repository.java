package dev.fairlead.cli.git;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where a repository of git begins. Its own folder is there in a clone, a file of that name in a
/// worktree or a submodule.
public final class Repository {
  private static final String OWN = ".git";

  private Repository() {}

  public static boolean isRoot(Path folder) {
    return Files.exists(folder.resolve(OWN));
  }

  /// The root of the repository that holds a file or folder; empty where none does.
  ///
  /// @param file without links in it
  public static Optional<Path> rootOf(Path file) {
    for (var folder = Optional.of(file); folder.isPresent(); ) {
      if (isRoot(folder.get())) {
        return folder;
      }
      folder = Optional.ofNullable(folder.get().getParent());
    }
    return Optional.empty();
  }
}
