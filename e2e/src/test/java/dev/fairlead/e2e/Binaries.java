package dev.fairlead.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Programs such as kube-apiserver, kubectl and helm.
///
/// @param folders where they are looked for, in this order
record Binaries(List<Path> folders) {
  private static final Pattern PATH_SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  Binaries {
    folders = List.copyOf(folders);
  }

  /// Runs `e2e/control-plane/build`, which prints its folder on the last line, and builds it first
  /// where nobody has yet.
  static Finished build() {
    return Command.run(Map.of(), Checkout.path("e2e", "control-plane", "build").toString());
  }

  /// Those of the control plane where it can be built, then those on the PATH.
  static Binaries found() {
    var built = Stream.of(build()).filter(run -> run.exitCode() == 0).map(Binaries::folder);
    var path = PATH_SEPARATOR.splitAsStream(System.getenv().getOrDefault("PATH", "")).map(Path::of);
    return new Binaries(Stream.concat(built, path).toList());
  }

  private static Path folder(Finished build) {
    return Path.of(build.out().lines().reduce("", (_, last) -> last));
  }

  Optional<Path> find(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// The program, which must be there.
  Path get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new AssertionError(
                    "no %s in %s: put it into one of them".formatted(name, folders)));
  }
}
