package dev.fairlead.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a search begins: the project's own manifests, and the corpus where there is one.
final class Seeds {
  private static final String VARIABLE = "FAIRLEAD_CORPUS";

  /// Larger ones slow a search down more than they add to it.
  private static final long MOST_BYTES = 16 << 10;

  private Seeds() {}

  /// Manifests of the fixtures of checks and fixes, of the examples and of the corpus.
  static Stream<byte[]> manifests() {
    var own = List.of(Path.of("../policies/src/test/resources"), Path.of("../examples"));
    return Stream.concat(own.stream(), corpus("bundles").stream())
        .flatMap(folder -> files(folder, ".yaml"))
        .map(Seeds::bytes);
  }

  /// Recorded AdmissionReviews of the corpus.
  static Stream<byte[]> reviews() {
    return corpus("reviews").stream().flatMap(folder -> files(folder, ".json")).map(Seeds::bytes);
  }

  private static Optional<Path> corpus(String part) {
    var named = Optional.ofNullable(System.getenv(VARIABLE)).orElse("../../shared/corpus");
    var folder = Path.of(named).resolve(part);
    if (Files.isDirectory(folder)) {
      return Optional.of(folder);
    }
    System.err.printf("NO CORPUS: no seeds from %s; set %s to its folder%n", part, VARIABLE);
    return Optional.empty();
  }

  private static Stream<Path> files(Path folder, String ending) {
    try (var all = Files.walk(folder)) {
      return all
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> file.toFile().length() <= MOST_BYTES)
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
