package dev.fairlead.policies.kinds;

import dev.fairlead.policies.kinds.CustomKind.Openness;
import dev.fairlead.policies.model.PodMakers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/// The command behind `build/podless-kinds`: compares the list of kinds that make no Pods with the
/// CustomResourceDefinitions in files.
final class PodlessKindsReport {
  private static final Pattern DEFINITION =
      Pattern.compile("(?m)^[ \"-]*kind\"?: *[\"']?CustomResourceDefinition\\b");

  private static final Pattern DOCUMENT_END = Pattern.compile("(?m)^---.*$");

  /// What Helm puts in, on which no schema depends: whole lines, values, and parts of values.
  private static final Pattern TEMPLATE_LINE =
      Pattern.compile("(?ms)^[ \\t]*\\{\\{(?:(?!\\}\\}).)*\\}\\}[ \\t]*(?:\\R|\\z)");

  private static final Pattern TEMPLATE_VALUE =
      Pattern.compile("(?ms): *\\{\\{(?:(?!\\}\\}).)*\\}\\}[ \\t]*$");

  private static final Pattern TEMPLATE = Pattern.compile("(?s)\\{\\{.*?\\}\\}");

  /// Published schemas nest deeper than the objects that users write.
  private static final int NESTING = 500;

  private final PodMakers podMakers;
  private final ReviewedKinds reviewed;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, CustomKind> kinds = new TreeMap<>();
  private int unreadable;

  PodlessKindsReport(
      PodMakers podMakers, ReviewedKinds reviewed, PrintStream out, PrintStream err) {
    this.podMakers = podMakers;
    this.reviewed = reviewed;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) throws IOException {
    var report =
        new PodlessKindsReport(
            PodMakers.COMMON, ReviewedKinds.of(reviewedText()), System.out, System.err);
    System.exit(report.run(List.of(args)));
  }

  /// What `policies/src/test/resources/podless-kinds/reviewed.txt` says.
  static String reviewedText() throws IOException {
    try (var text = PodlessKindsReport.class.getResourceAsStream("/podless-kinds/reviewed.txt")) {
      if (text == null) {
        throw new IOException("podless-kinds/reviewed.txt is missing");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Returns 0, or 1 where a listed kind shows signs of Pods, or 2 where something could not be
  /// read.
  int run(List<String> paths) {
    if (paths.isEmpty()) {
      err.println("usage: build/podless-kinds FILE|FOLDER...");
      return 2;
    }
    for (var path : paths) {
      readAll(Path.of(path));
    }
    if (kinds.isEmpty() && unreadable == 0) {
      complain(String.join(" ", paths), "holds no CustomResourceDefinition");
    }
    var contradictions = contradictions();
    tell(contradictions);
    if (unreadable > 0) {
      return 2;
    }
    return contradictions.isEmpty() ? 0 : 1;
  }

  private void readAll(Path path) {
    if (!Files.exists(path)) {
      complain(path.toString(), "no such file or folder");
      return;
    }
    try (var files = Files.walk(path)) {
      files.filter(Files::isRegularFile).filter(this::isManifest).sorted().forEach(this::read);
    } catch (IOException e) {
      complain(path.toString(), "cannot be read: " + e.getMessage());
    }
  }

  private boolean isManifest(Path file) {
    var name = file.toString();
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  private void read(Path file) {
    try {
      var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      for (var document : DOCUMENT_END.split(text, -1)) {
        if (DEFINITION.matcher(document).find()) {
          if (yaml().load(withoutTemplates(document)) instanceof Map<?, ?> tree) {
            add(tree);
          }
        }
      }
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      var line = mark == null ? "" : ", line " + (mark.getLine() + 1) + " of its document";
      complain(file.toString(), e.getProblem() + line);
    } catch (IOException | YAMLException | IllegalArgumentException e) {
      complain(file.toString(), String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }

  private static String withoutTemplates(String document) {
    var lines = TEMPLATE_LINE.matcher(document).replaceAll("");
    return TEMPLATE.matcher(TEMPLATE_VALUE.matcher(lines).replaceAll(":")).replaceAll("x");
  }

  private static Yaml yaml() {
    var options = new LoaderOptions();
    options.setWarnOnDuplicateKeys(false);
    options.setNestingDepthLimit(NESTING);
    return new Yaml(new SafeConstructor(options));
  }

  private void add(Map<?, ?> tree) {
    if (tree.get("items") instanceof List<?> items) {
      for (var item : items) {
        if (item instanceof Map<?, ?> map) {
          add(map);
        }
      }
    }
    if ("CustomResourceDefinition".equals(tree.get("kind")) && !CustomKind.isPatch(tree)) {
      var kind = CustomKind.of(tree);
      kinds.merge(kind.name(), kind, CustomKind::and);
    }
  }

  private void complain(String where, String why) {
    unreadable++;
    err.printf("%s: %s%n", where, why);
  }

  private List<CustomKind> contradictions() {
    return where(kind -> isListed(kind) && !kind.signs().isEmpty() && !reviewed.isPodless(kind));
  }

  private void tell(List<CustomKind> contradictions) {
    for (var kind : contradictions) {
      out.printf("contradiction: %s is listed, but has %s%n", kind.name(), some(kind));
    }
    var silent =
        where(kind -> !isListed(kind) && kind.signs().isEmpty() && !reviewed.isMaker(kind));
    for (var kind : silent) {
      out.printf(
          kind.openness() == Openness.OPEN
              ? "unclear: %s is not listed, and its schema is open%n"
              : "candidate: %s is not listed, and shows no sign of Pods%n",
          kind.name());
    }
    var listed = where(this::isListed).size();
    out.printf(
        "%d kinds: %d listed, of which %d with signs of Pods that nobody has explained;"
            + " %d not listed, of which %d without a sign%n",
        kinds.size(), listed, contradictions.size(), kinds.size() - listed, silent.size());
  }

  private static String some(CustomKind kind) {
    var signs = new ArrayList<>(kind.signs());
    signs.sort(null);
    var more = signs.size() > 3 ? " and " + (signs.size() - 3) + " more" : "";
    return String.join(", ", signs.subList(0, Math.min(3, signs.size()))) + more;
  }

  private boolean isListed(CustomKind kind) {
    return !podMakers.mayMakePods(kind.group(), kind.kind());
  }

  private List<CustomKind> where(Predicate<CustomKind> wanted) {
    return kinds.values().stream().filter(wanted).toList();
  }
}
