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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `check --each` over hundreds of bundles that people published: all that may crash has been
/// written by somebody.
final class CorpusTest {
  private static final Path CORPUS =
      Path.of(Optional.ofNullable(System.getenv("FAIRLEAD_CORPUS")).orElse("../../shared/corpus"));

  private static final Pattern NAME = Pattern.compile("<testcase .*name=\"[^\"]*: ([a-z-]+)\"");

  /// A finding in a test case: `FILE:LINE:COLUMN: SEVERITY: `.
  private static final Pattern TOLD =
      Pattern.compile("\\.yaml:(\\d+):\\d+: (error|warning|info): ");

  private static Path folder() {
    var folder = CORPUS.resolve("bundles");
    if (!Files.isDirectory(folder)) {
      System.out.println(
          "SKIPPED: no corpus at "
              + folder.toAbsolutePath()
              + "; set FAIRLEAD_CORPUS to its folder");
      Assumptions.abort("no corpus");
    }
    return folder;
  }

  @Test
  void drawsAllBundlesInOnePicture() throws IOException {
    var args = new ArrayList<>(List.of("graph", "--render=never"));
    args.addAll(bundles(folder()));

    var begin = System.nanoTime();
    var run = Run.of(args);
    var took = Duration.ofNanos(System.nanoTime() - begin);

    System.out.printf(
        "graph: %d lines of %d kB in %d ms%n",
        run.out().lines().count(), run.out().length() / 1000, took.toMillis());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .hasSizeGreaterThan(1000)
        .allMatch(l -> l.matches(GraphTest.MERMAID_LINE));
  }

  @Test
  void judgesEveryBundleOfTheCorpus() throws IOException {
    var folder = folder();
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

  /// Every format has the same findings: the same checks, severities and lines.
  @Test
  void allFormatsAgree() throws IOException {
    var bundles = bundles(folder());
    var json = new JsonMapper().readTree(run("json", bundles));
    var sarif = new JsonMapper().readTree(run("sarif", bundles));
    var gitlab = new JsonMapper().readTree(run("gitlab", bundles));
    var junit = run("junit", bundles);

    var wanted =
        json.path("findings")
            .valueStream()
            .map(
                f ->
                    "%s %s %d"
                        .formatted(text(f, "check"), text(f, "severity"), f.path("line").asInt()))
            .sorted()
            .toList();

    assertThat(wanted).hasSizeGreaterThan(500);
    assertThat(sarif.at("/runs/0/results").valueStream().map(CorpusTest::ofSarif).sorted().toList())
        .isEqualTo(wanted);
    assertThat(gitlab.valueStream().map(CorpusTest::ofGitlab).sorted().toList()).isEqualTo(wanted);
    assertThat(ofJunit(junit)).isEqualTo(wanted);
  }

  private static String run(String format, List<String> bundles) {
    var args = new ArrayList<>(List.of("check", "--each", "--format", format));
    args.addAll(bundles);
    return Run.of(args).out();
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).asString();
  }

  private static String ofSarif(JsonNode result) {
    var severity = text(result, "level").replace("note", "info");
    var line = result.at("/locations/0/physicalLocation/region/startLine").asInt();
    return "%s %s %d".formatted(text(result, "ruleId"), severity, line);
  }

  private static String ofGitlab(JsonNode issue) {
    var severity = text(issue, "severity").replace("critical", "error").replace("minor", "warning");
    var line = issue.at("/location/lines/begin").asInt();
    return "%s %s %d".formatted(text(issue, "check_name"), severity, line);
  }

  private static List<String> ofJunit(String xml) {
    var found = new ArrayList<String>();
    var check = "";
    for (var line : xml.lines().toList()) {
      var named = NAME.matcher(line);
      if (named.find()) {
        check = named.group(1);
      }
      var told = TOLD.matcher(line);
      if (told.find()) {
        found.add("%s %s %s".formatted(check, told.group(2), told.group(1)));
      }
    }
    return found.stream().sorted().toList();
  }
}
