package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Checks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `check` on the engine's fixtures and on the examples, each of which says in its header what it
/// wants.
final class WantsTest {
  private static final Path FIXTURES =
      Path.of("..", "policies", "src", "test", "resources", "checks");
  private static final Path EXAMPLES = Path.of("..", "examples");

  @TestFactory
  Stream<DynamicTest> findsExactlyWhatAFixtureWants() throws IOException {
    return manifests(FIXTURES).stream().filter(file -> !isForClusters(file)).map(this::test);
  }

  @TestFactory
  Stream<DynamicTest> findsExactlyWhatAnExampleWants() throws IOException {
    return manifests(EXAMPLES).stream().map(this::test);
  }

  @Test
  void saysWhichFixturesAreForClustersOnly() throws IOException {
    var skipped = manifests(FIXTURES).stream().filter(WantsTest::isForClusters).toList();
    System.out.printf(
        "SKIPPED %d fixtures whose view is a cluster's: %s%n", skipped.size(), skipped);
    assertThat(manifests(FIXTURES).size() - skipped.size()).isGreaterThan(50);
  }

  /// Tests on a real cluster see that it says so; here it must only be of a check that can.
  @Test
  void saysWhatIsWantedOfARunningClusterOnly() throws IOException {
    var live = new ArrayList<String>();
    for (var file : manifests(EXAMPLES)) {
      live.addAll(header(file, "want-live"));
    }
    assertThat(live)
        .isNotEmpty()
        .allSatisfy(
            want ->
                assertThat(Checks.LIVE)
                    .anyMatch(check -> want.startsWith("[" + check.id() + "] ")));
  }

  private DynamicTest test(Path file) {
    return DynamicTest.dynamicTest(
        file.toString(),
        file.toUri(),
        () -> {
          var args = new ArrayList<>(List.of("check", "--format", "json", file.toString()));
          if (header(file, "view").contains("complete")) {
            args.add("--complete");
          }
          var run = Run.of(args);
          assertThat(run.err()).isEmpty();
          assertThat(run.findings().stream().map(WantsTest::described))
              .containsExactlyInAnyOrderElementsOf(header(file, "want"));
          var hasErrors = run.summary().getOrDefault("errors", 0) > 0;
          assertThat(run.exitCode()).isEqualTo(hasErrors ? 1 : 0);
        });
  }

  private static String described(Map<String, Object> finding) {
    var word = "info".equals(finding.get("severity")) ? "info" : finding.get("certainty");
    return word + " " + finding.get("message");
  }

  private static List<Path> manifests(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static boolean isForClusters(Path file) {
    return header(file, "view").contains("cluster");
  }

  private static List<String> header(Path file, String name) {
    var start = "# " + name + ": ";
    try (var lines = Files.lines(file)) {
      return lines
          .takeWhile(line -> line.startsWith("#"))
          .filter(line -> line.startsWith(start))
          .map(line -> line.substring(start.length()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
