package dev.fairlead.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The files of the repository that the tests belong to.
final class Checkout {
  private Checkout() {}

  /// A path under the root of the repository.
  static Path path(String first, String... more) {
    return root().resolve(Path.of(first, more));
  }

  /// A path under this module's `target` folder.
  static Path target(String first, String... more) {
    return path("e2e", "target").resolve(Path.of(first, more));
  }

  private static Path root() {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("charts/fairlead/Chart.yaml")))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("must run in a checkout: " + Path.of("").toAbsolutePath()));
  }
}
