package dev.fairlead.policies.remedies;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Problem;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.FieldPath.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Mends the bare name of a Service that exists in one other namespace: it writes the full name.
final class ShortName {
  private ShortName() {}

  static Optional<Remedy> remedy(Finding finding, Map<String, ?> tree) {
    if (finding.severity() == Severity.INFO
        || finding.related().size() != 1
        || !(finding.problem() instanceof Problem.NotFound(var asked, _, _))) {
      return Optional.empty();
    }
    var service = finding.related().getFirst();
    if (!asked.startsWith(service.name())) {
      return Optional.empty();
    }
    var fullName =
        "%s.%s.svc.cluster.local%s"
            .formatted(
                service.name(), service.namespace(), asked.substring(service.name().length()));
    return operation(finding.field(), tree, asked, fullName)
        .map(operation -> new Remedy(finding, operation, asked, fullName));
  }

  /// A list is replaced as a whole, its other items as they are.
  private static Optional<PatchOperation> operation(
      FieldPath field, Map<String, ?> tree, String asked, String fullName) {
    var segments = field.segments();
    if (segments.getLast() instanceof Segment.Index(var index)) {
      var parent = new FieldPath(segments.subList(0, segments.size() - 1));
      return at(tree, parent) instanceof List<?> list && list.get(index) instanceof String text
          ? replaced(text, asked, fullName).map(to -> replace(parent, list, index, to))
          : Optional.empty();
    }
    return at(tree, field) instanceof String text
        ? replaced(text, asked, fullName).map(to -> new PatchOperation.Replace(field, to))
        : Optional.empty();
  }

  private static PatchOperation replace(FieldPath parent, List<?> list, int index, String to) {
    var items = new ArrayList<Object>(list);
    items.set(index, to);
    return new PatchOperation.Replace(parent, items);
  }

  /// The text with the full name, if the bare one stands in it once.
  private static Optional<String> replaced(String text, String asked, String fullName) {
    var word = Pattern.compile("(?<![-.\\w])" + Pattern.quote(asked) + "(?![-.\\w])");
    var matcher = word.matcher(text);
    var found = matcher.results().count();
    return found == 1
        ? Optional.of(matcher.replaceFirst(Matcher.quoteReplacement(fullName)))
        : Optional.empty();
  }

  private static @Nullable Object at(Map<String, ?> tree, FieldPath path) {
    Object at = tree;
    for (var segment : path.segments()) {
      at =
          switch (segment) {
            case Segment.Field(var name) -> at instanceof Map<?, ?> map ? map.get(name) : null;
            case Segment.Key(var key) -> at instanceof Map<?, ?> map ? map.get(key) : null;
            case Segment.Index(var index) ->
                at instanceof List<?> list && index < list.size() ? list.get(index) : null;
          };
      if (at == null) {
        return null;
      }
    }
    return at;
  }
}
