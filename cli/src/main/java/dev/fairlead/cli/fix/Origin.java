package dev.fairlead.cli.fix;

import dev.fairlead.cli.manifests.ManifestDocument;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.cli.manifests.ManifestEditor;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the text of a file comes from, as far as the text says so. Text that a program writes, or
/// has yet to fill in, is not edited.
final class Origin {
  /// What stands in the templates of Helm charts and in nothing else.
  private static final Pattern HELM =
      Pattern.compile(
          "\\{\\{[^}\\n"
              + "]*(\\$?\\.(Values|Release|Chart|Capabilities)\\b|\\b(include|tpl)"
              + " +[\"(`.$]|\\btoYaml\\b)");

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{|\\{%|\\$\\{[A-Za-z_]|<%|\\$\\([A-Za-z_]");

  /// `helm template` puts it above each document.
  private static final Pattern RENDERED = Pattern.compile("^# Source: \\S+/\\S+\\.(ya?ml|tpl)$");

  private static final Pattern GENERATED =
      Pattern.compile(
          "\\bdo not (edit|modify|change)\\b|\\bauto-?generated\\b|\\bautomatically"
              + " generated\\b|@generated\\b|\\bgenerated (by|from|with|using)\\b",
          Pattern.CASE_INSENSITIVE);

  private Origin() {}

  /// Why no line of the file is to be edited.
  static Optional<String> obstacle(ManifestEditor file) {
    if (HELM.matcher(file.text()).find()) {
      return Optional.of("is a template of a Helm chart");
    }
    var head =
        file.text()
            .lines()
            .map(line -> line.replace("\uFEFF", "").strip())
            .takeWhile(line -> line.isEmpty() || line.startsWith("#") || line.equals("---"))
            .toList();
    return generated(head);
  }

  /// Why a document that can be read is not to be edited.
  static Optional<String> obstacle(ManifestEditor file, int document) {
    var head = file.head(document);
    var rendered = head.stream().filter(line -> RENDERED.matcher(line).find()).findFirst();
    return rendered.map("is output of helm template (\"%s\")"::formatted).or(() -> generated(head));
  }

  private static Optional<String> generated(List<String> comments) {
    return comments.stream()
        .filter(line -> line.startsWith("#") && GENERATED.matcher(line).find())
        .findFirst()
        .map(line -> "is generated (\"%s\")".formatted(line));
  }

  /// True for text that is no object before something has filled it in.
  static boolean isTemplate(ManifestDocument document, ManifestEditor file) {
    return document instanceof Unreadable unreadable
        && !isNoObject(unreadable)
        && PLACEHOLDER.matcher(file.text()).find();
  }

  /// True for YAML that was never meant to be an object, such as the values of a chart.
  static boolean isNoObject(Unreadable document) {
    return document.reason().startsWith("not a Kubernetes object");
  }
}
