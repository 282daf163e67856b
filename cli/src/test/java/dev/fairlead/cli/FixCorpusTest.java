package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `fix` over copies of hundreds of bundles that people published, twice.
final class FixCorpusTest {
  private static final Path BUNDLES =
      Path.of(Optional.ofNullable(System.getenv("FAIRLEAD_CORPUS")).orElse("../../shared/corpus"))
          .resolve("bundles");

  @TempDir private Path folder;

  @Test
  void fixedTwiceIsFixedOnce() throws IOException {
    if (!Files.isDirectory(BUNDLES)) {
      System.out.println(
          "SKIPPED: no corpus at "
              + BUNDLES.toAbsolutePath()
              + "; set FAIRLEAD_CORPUS to its folder");
      Assumptions.abort("no corpus");
    }
    List<Path> bundles;
    try (var files = Files.walk(BUNDLES)) {
      bundles = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    var changed = 0;
    var changes = 0;
    var refused = 0;
    for (var bundle : bundles) {
      var before = Files.readString(bundle);
      var copy = Files.writeString(folder.resolve("bundle.yaml"), before).toString();
      var first = Run.of("fix", "--all", copy);
      var after = Files.readString(Path.of(copy));
      var second = Run.of("fix", "--all", copy);
      assertThat(first.exitCode()).as("%s: %s", bundle, first).isIn(0, 2);
      assertThat(second.out()).as("%s", bundle).isEqualTo("nothing to fix\n");
      assertThat(Files.readString(Path.of(copy))).as("%s", bundle).isEqualTo(after);
      assertThat(comments(after)).as("%s", bundle).isEqualTo(comments(before));
      assertThat(errors(copy)).as("%s", bundle).isLessThanOrEqualTo(errors(bundle.toString()));
      changed += after.equals(before) ? 0 : 1;
      changes += (int) first.out().lines().filter(line -> line.startsWith(copy)).count();
      refused += (int) first.err().lines().filter(line -> line.contains("not changed:")).count();
    }
    System.out.printf(
        "fix --all: %d of %d bundles changed, %d changes, %d refused; a second time none%n",
        changed, bundles.size(), changes, refused);
    assertThat(bundles).hasSizeGreaterThanOrEqualTo(339);
    assertThat(changed).isGreaterThan(100);
  }

  private static List<String> comments(String text) {
    return text.lines().filter(line -> line.contains("#")).toList();
  }

  private static int errors(String file) {
    return Run.of("check", "--format", "json", file).summary().getOrDefault("errors", 0);
  }
}
