package dev.fairlead.cli.manifests;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The namespace that the text of one object names, read without parsing it: the text is broken.
///
/// Only `namespace: name` right below a `metadata:` that is not indented counts, and only once in
/// the text; anything else, such as a List, could hold objects of several namespaces.
final class WrittenNamespace {
  private static final Pattern NAME = Pattern.compile("[-a-z0-9]+");

  private WrittenNamespace() {}

  static Optional<String> in(String text) {
    var lines =
        text.lines().filter(line -> !line.isBlank() && !line.strip().startsWith("#")).toList();
    if (lines.stream().anyMatch(line -> line.startsWith("items:"))) {
      return Optional.empty();
    }
    var metadata = lines.indexOf("metadata:");
    if (metadata < 0 || metadata != lines.lastIndexOf("metadata:")) {
      return Optional.empty();
    }
    return below(lines.subList(metadata + 1, lines.size()));
  }

  private static Optional<String> below(List<String> lines) {
    var indent = lines.isEmpty() ? 0 : indent(lines.getFirst());
    return lines.stream()
        .takeWhile(line -> indent > 0 && indent(line) >= indent)
        .filter(line -> line.startsWith("namespace:", indent) && indent(line) == indent)
        .map(line -> line.substring(indent + "namespace:".length()))
        .map(WrittenNamespace::name)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /// The name, if that is all there is beside quotes and a comment.
  private static Optional<String> name(String value) {
    var comment = value.indexOf(" #");
    var bare = (comment < 0 ? value : value.substring(0, comment)).strip();
    for (var quote : List.of("\"", "'")) {
      if (bare.length() > 2 && bare.startsWith(quote) && bare.endsWith(quote)) {
        bare = bare.substring(1, bare.length() - 1);
      }
    }
    return NAME.matcher(bare).matches() ? Optional.of(bare) : Optional.empty();
  }
}
