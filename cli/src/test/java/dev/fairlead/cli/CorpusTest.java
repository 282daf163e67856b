package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// `check --each` over hundreds of bundles that people published: all that may crash has been
/// written by somebody.
final class CorpusTest {
  private static final Path CORPUS =
      Path.of(Optional.ofNullable(System.getenv("FAIRLEAD_CORPUS")).orElse("../../shared/corpus"));

  @Test
  void judgesEveryBundleOfTheCorpus() throws IOException {
    var folder = CORPUS.resolve("bundles");
    if (!Files.isDirectory(folder)) {
      System.out.println(
          "SKIPPED: no corpus at "
              + folder.toAbsolutePath()
              + "; set FAIRLEAD_CORPUS to its folder");
      Assumptions.abort("no corpus");
    }
    var bundles = bundles(folder);
    var args = new ArrayList<>(List.of("check", "--each", "--format", "json"));
    args.addAll(bundles);

    var begin = System.nanoTime();
    var run = Run.of(args);
    var took = Duration.ofNanos(System.nanoTime() - begin);

    System.out.printf(
        "check --each: %d bundles in %d ms: %s%n", bundles.size(), took.toMillis(), run.summary());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isLessThan(2);
    assertThat(run.findings()).extracting(finding -> finding.get("file")).isSubsetOf(bundles);
    assertThat(run.findings())
        .extracting(finding -> (String) finding.get("message"))
        .allMatch(message -> message.length() <= 256 && !message.matches(".*\\p{Cntrl}.*"));
    assertThat(run.summary()).containsEntry("services", listed(folder, "services"));
    assertThat(run.summary()).containsEntry("unreadable", 0);
    // The list counts no workloads of custom kinds.
    assertThat(run.summary().get("workloads")).isGreaterThanOrEqualTo(listed(folder, "workloads"));
  }

  /// The sum of one number over the corpus's own list of its bundles.
  private static int listed(Path folder, String number) throws IOException {
    try (var list = Files.newBufferedReader(folder.resolve("bundles.json"))) {
      List<Map<String, Integer>> entries = new Yaml().load(list);
      return entries.stream().mapToInt(bundle -> bundle.getOrDefault(number, 0)).sum();
    }
  }

  private static List<String> bundles(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.map(Path::toString).filter(file -> file.endsWith(".yaml")).sorted().toList();
    }
  }
}
