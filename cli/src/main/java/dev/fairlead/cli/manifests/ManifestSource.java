package dev.fairlead.cli.manifests;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// One file that the PATH arguments of a command name, or why it cannot be read.
public sealed interface ManifestSource {
  /// The text of a file; `file` is its name as the user wrote it, below a directory with the way
  /// there.
  record Text(String file, String text) implements ManifestSource {}

  /// A file that is there and cannot be read.
  ///
  /// @param reason one line, lower case, made to follow the name: `is not UTF-8 text`
  record Failure(String file, String reason) implements ManifestSource {}

  /// An argument that leads to no file at all: a mistake of the user's.
  ///
  /// @param reason one line, lower case, made to follow the name: `does not exist`
  record Absent(String file, String reason) implements ManifestSource {}

  /// The argument that stands for standard input, and the name of what comes from there.
  String STDIN = "-";

  String file();

  /// The same under another name.
  default ManifestSource named(String name) {
    return switch (this) {
      case Text(_, var text) -> new Text(name, text);
      case Failure(_, var reason) -> new Failure(name, reason);
      case Absent(_, var reason) -> new Absent(name, reason);
    };
  }

  /// The arguments among them that lead to no file.
  static List<Absent> absent(Stream<ManifestSource> sources) {
    return sources.filter(Absent.class::isInstance).map(Absent.class::cast).toList();
  }

  /// True for the name of a file that a folder is searched for.
  static boolean isCalledLikeOne(String file) {
    return SourceReader.isCalledLikeOne(file) || isKustomization(file);
  }

  /// True for the name of a file that lists others.
  static boolean isKustomization(String file) {
    return Kustomization.isOne(Path.of(file));
  }

  /// True for the folder of a Helm chart.
  static boolean isChart(Path folder) {
    return SourceReader.isChart(folder);
  }

  /// The folder of a kustomization, which is named itself or by its file; empty where it is none.
  static Optional<Path> kustomization(Path path) {
    if (Files.isDirectory(path)) {
      return Kustomization.of(path).map(_ -> path);
    }
    return Kustomization.isOne(path) && Files.isRegularFile(path)
        ? Optional.of(Objects.requireNonNullElse(path.getParent(), Path.of("")))
        : Optional.empty();
  }

  /// The first address that kustomize would fetch for a folder.
  static Optional<String> addressIn(Path kustomization) {
    return Kustomization.address(kustomization);
  }

  /// What stands directly in a folder and is searched for manifests, by name: files, and folders
  /// that are not hidden. None where it is no folder, or is what a kustomization lists.
  static List<String> entries(String folder) {
    return SourceReader.entries(folder);
  }

  /// Reads what the arguments name, in their order: files whatever they are called, directories
  /// with all below them, and standard input.
  static List<ManifestSource> read(List<String> paths, InputStream stdin) {
    return new SourceReader(stdin).read(paths);
  }
}
