package dev.fairlead.policies.corpus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The folder that `FAIRLEAD_CORPUS` names, or `../shared/corpus` beside the checkout.
public final class CorpusFolder {
  private static final String VARIABLE = "FAIRLEAD_CORPUS";

  /// Found and read once for all tests of a run.
  private static final class Found {
    static final Optional<CorpusFolder> FOLDER = find();

    private static Optional<CorpusFolder> find() {
      // Tests run in the folder of their module, one below the root of the checkout.
      var written = Optional.ofNullable(System.getenv(VARIABLE));
      var root = written.map(Path::of).orElse(Path.of("..", "..", "shared", "corpus"));
      if (Files.isDirectory(root.resolve("bundles"))) {
        return Optional.of(new CorpusFolder(root, read(root.resolve("bundles"))));
      }
      System.err.printf(
          "NO CORPUS: nothing of it is tested; %s holds no folder bundles, set %s to one that"
              + " does%n",
          root.toAbsolutePath().normalize(), VARIABLE);
      return Optional.empty();
    }
  }

  private final Path root;
  private final List<CorpusBundle> bundles;

  private CorpusFolder(Path root, List<CorpusBundle> bundles) {
    this.root = root;
    this.bundles = bundles;
  }

  /// The folder; where there is none that has been said aloud, and the test does not go on.
  public static CorpusFolder orSkip() {
    assumeTrue(Found.FOLDER.isPresent(), "no corpus");
    return Found.FOLDER.orElseThrow();
  }

  /// Every bundle, called `repository/file.yaml`, by that name.
  public List<CorpusBundle> bundles() {
    return bundles;
  }

  private static List<CorpusBundle> read(Path folder) {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(file -> bundle(folder, file))
          .sorted(Comparator.comparing(CorpusBundle::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CorpusBundle bundle(Path folder, Path file) {
    var name = folder.relativize(file).toString().replace('\\', '/');
    return CorpusBundle.of(name, text(file));
  }

  /// Every published Helm chart as Helm renders it, called `publisher/chart.yaml`, by that name.
  public List<CorpusBundle> charts() {
    return read(root.resolve("charts"));
  }

  /// What a person, or where nobody looked the corpus's own program, says of the bundles.
  public List<Expectation> expectations() {
    return entries("bundles/expected.json").stream()
        .map(entry -> expectation(text(entry, "bundle"), entry))
        .toList();
  }

  /// Every change made on purpose, by its number.
  public List<Mutant> mutants() {
    var bases = new HashMap<String, CorpusBundle>();
    bundles().forEach(bundle -> bases.put(bundle.name(), bundle));
    return entries("mutants/manifest.json").stream()
        .map(entry -> mutant(entry, Objects.requireNonNull(bases.get(text(entry, "base")))))
        .toList();
  }

  private Mutant mutant(Map<?, ?> entry, CorpusBundle base) {
    var expected =
        entry.get("expected") instanceof List<?> list
            ? list.stream().map(one -> expectation(base.name(), (Map<?, ?>) one)).toList()
            : List.<Expectation>of();
    if (expected.isEmpty() != Boolean.TRUE.equals(entry.get("benign"))) {
      throw new AssertionError("a mutant is benign or expects something: " + entry);
    }
    return new Mutant(
        text(entry, "id"),
        text(entry, "operator"),
        text(entry, "change"),
        expected,
        base,
        bundle(root.resolve("mutants"), root.resolve("mutants").resolve(text(entry, "file"))));
  }

  /// Every fix from a history.
  public List<HistoricalFix> history() {
    var folder = root.resolve("history");
    return entries("history/manifest.json").stream()
        .map(
            entry ->
                new HistoricalFix(
                    inNamespaceOfFinding(expectation(text(entry, "before"), entry), entry),
                    bundle(folder, folder.resolve(text(entry, "before"))),
                    bundle(folder, folder.resolve(text(entry, "after")))))
        .toList();
  }

  /// A history names the namespace with the finding only: `[rule, namespace, object, port]`.
  private static Expectation inNamespaceOfFinding(Expectation mistake, Map<?, ?> entry) {
    if (entry.get("findings_before") instanceof List<?> findings
        && findings.getFirst() instanceof List<?> finding) {
      return mistake.inNamespace(String.valueOf(finding.get(1)));
    }
    throw new AssertionError("a history without a finding: " + entry);
  }

  private static Expectation expectation(String bundle, Map<?, ?> entry) {
    var detail = entry.get("detail") instanceof Map<?, ?> map ? map : entry;
    return new Expectation(
        bundle,
        Rule.valueOf(text(entry, "rule")),
        text(entry, "namespace"),
        text(entry, "object"),
        text(detail, "port"),
        text(detail, "container"),
        text(entry, "verdict"));
  }

  private static String text(Map<?, ?> entry, String key) {
    return entry.get(key) == null ? "" : String.valueOf(entry.get(key));
  }

  /// JSON is YAML.
  private List<Map<?, ?>> entries(String file) {
    List<Map<?, ?>> entries =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(text(root.resolve(file)));
    return entries;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
