package dev.fairlead.cli.render;

import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.Position;
import dev.fairlead.policies.model.FieldPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the lines of templates from which the lines that `helm template` prints came. In front of
/// each document stands which template made it:
///
/// ```
/// ---
/// # Source: shop/templates/service.yaml
/// ```
///
/// The first part is the name of the chart, which need not be that of its folder.
final class ChartOrigins implements Origins {
  private static final String SOURCE = "# Source: ";
  private static final String DOCUMENT = "---";

  /// A template, and the line of it that made each line of one document.
  private record Made(String file, String text, List<String> template, LineAlignment lines) {}

  private final String chart;
  private final List<String> rendered;

  /// By the line of the comment.
  private final Map<Integer, Optional<Made>> documents = new ConcurrentHashMap<>();

  /// @param chart its folder, as the user wrote it
  /// @param rendered all that helm has printed
  ChartOrigins(String chart, String rendered) {
    this.chart = chart;
    this.rendered = rendered.lines().toList();
  }

  @Override
  public Optional<Origin> of(Manifest document, FieldPath field) {
    var comment = commentAbove(document.position().line());
    if (comment.isEmpty()) {
      return Optional.empty();
    }
    var at = document.positions().at(field);
    return documents
        .computeIfAbsent(comment.get(), this::made)
        .map(made -> origin(made, comment.get(), at.position(), at.end()));
  }

  private Optional<Integer> commentAbove(int line) {
    for (var at = Math.min(line, rendered.size()); at > 0; at--) {
      if (rendered.get(at - 1).startsWith(SOURCE)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private Optional<Made> made(int comment) {
    var named = rendered.get(comment - 1).substring(SOURCE.length()).strip();
    var slash = named.indexOf('/');
    try {
      var file = Path.of(chart, named.substring(slash + 1));
      if (slash < 0 || !Files.isRegularFile(file)) {
        return Optional.empty(); // of a packed chart that this one brings
      }
      var text = Files.readString(file);
      var template = text.lines().toList();
      return Optional.of(
          new Made(file.toString(), text, template, LineAlignment.of(document(comment), template)));
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// The lines below a comment.
  private List<String> document(int comment) {
    var end = comment;
    while (end < rendered.size() && !rendered.get(end).equals(DOCUMENT)) {
      end++;
    }
    return rendered.subList(comment, end);
  }

  private Origin origin(Made made, int comment, Position at, int end) {
    var line = made.lines().of(at.line() - comment - 1);
    var source = made.template().isEmpty() ? "" : made.template().get(line);
    var printed = rendered.get(at.line() - 1);
    var moved = indent(source) - indent(printed);
    return source.strip().equals(printed.strip())
        ? new Origin(
            made.file(),
            made.text(),
            new Position(line + 1, at.column() + moved),
            end > at.column() ? end + moved : 0)
        : new Origin(made.file(), made.text(), new Position(line + 1, indent(source) + 1), 0);
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
