package dev.fairlead.cli.config;

import dev.fairlead.cli.git.Repository;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.policies.judge.CheckLevel;
import dev.fairlead.policies.judge.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a repository says once for all runs of `check`, in its `.fairlead.yaml`.
///
/// @param paths what is judged where the command line names nothing
/// @param namespace where objects live that name none
/// @param complete whether nothing lives outside the files
/// @param level of namespaces that are not named
/// @param namespaces the levels of single namespaces
/// @param checks what is wanted of single checks, by id
/// @param podlessKinds further API groups and kinds that make no Pods
/// @param baseline the file of what is not reported
public record CheckConfig(
    List<String> paths,
    Optional<String> namespace,
    boolean complete,
    Level level,
    Map<String, Level> namespaces,
    Map<String, CheckLevel> checks,
    Set<String> podlessKinds,
    Optional<String> baseline) {
  public static final String FILE = ".fairlead.yaml";

  /// Where nothing is said.
  public static final CheckConfig NONE =
      new CheckConfig(
          List.of(),
          Optional.empty(),
          false,
          Level.GUARD,
          Map.of(),
          Map.of(),
          Set.of(),
          Optional.empty());

  public CheckConfig {
    paths = List.copyOf(paths);
    namespaces = Map.copyOf(namespaces);
    checks = Map.copyOf(checks);
    podlessKinds = Set.copyOf(podlessKinds);
  }

  /// Reads a file.
  ///
  /// @param file as the user wrote it; the paths in it are relative to its folder
  public static CheckConfig read(String file) throws BadFile {
    return new CheckConfigReader(file).read();
  }

  /// Reads the nearest [#FILE] in the folder of the first path or above, up to the root of its
  /// repository.
  ///
  /// @param paths of the command line; empty: the working directory counts
  public static CheckConfig nearest(List<String> paths) throws BadFile {
    var file =
        paths.stream()
            .filter(path -> !path.equals(ManifestSource.STDIN))
            .findFirst()
            .or(() -> Optional.of("."))
            .flatMap(CheckConfig::above);
    return file.isPresent() ? read(file.get()) : NONE;
  }

  private static Optional<String> above(String path) {
    try {
      var start = Path.of(path).toRealPath();
      for (var folder = Optional.of(start); folder.isPresent(); ) {
        var file = folder.get().resolve(FILE);
        if (Files.isRegularFile(file)) {
          return Optional.of(shown(file));
        }
        if (Repository.isRoot(folder.get())) {
          return Optional.empty();
        }
        folder = Optional.ofNullable(folder.get().getParent());
      }
    } catch (IOException | InvalidPathException _) {
      // That the path leads nowhere is told where it is read.
    }
    return Optional.empty();
  }

  /// A short name where the file is below the working directory.
  private static String shown(Path file) throws IOException {
    var here = Path.of("").toRealPath();
    return (file.startsWith(here) ? here.relativize(file) : file).toString();
  }

  /// The checks of which this is wanted.
  public Set<String> checksAt(CheckLevel wanted) {
    return checks.entrySet().stream()
        .filter(entry -> entry.getValue() == wanted)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
