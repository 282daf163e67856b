package dev.fairlead.webhook.review;

import dev.fairlead.policies.model.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An object inside a review, read field by field. A field that is missing or of another type is
/// noted as a problem, and read as empty.
final class ReviewFields {
  private final Map<?, ?> tree;
  private final String path;
  private final List<String> problems;

  ReviewFields(Map<?, ?> tree) {
    this(tree, "", new ArrayList<>());
  }

  private ReviewFields(Map<?, ?> tree, String path, List<String> problems) {
    this.tree = tree;
    this.path = path;
    this.problems = problems;
  }

  Optional<String> firstProblem() {
    return problems.stream().findFirst();
  }

  void problem(String name, String rule) {
    problems.add(PlainText.line("%s%s: %s".formatted(path, name, rule), PlainText.LONGEST_WARNING));
  }

  /// A text; empty if it is absent.
  String text(String name) {
    return switch (tree.get(name)) {
      case null -> "";
      case String text -> text;
      case Object other -> {
        wrongType(name, "a string", other);
        yield "";
      }
    };
  }

  /// A text that keeps to a rule; empty if it is absent.
  ///
  /// @param rule what it must be, in words
  String text(String name, String rule, Predicate<String> allowed) {
    var text = text(name);
    if (!allowed.test(text)) {
      problem(name, "must be %s, is \"%s\"".formatted(rule, text));
      return "";
    }
    return text;
  }

  String requiredText(String name) {
    var problemsBefore = problems.size();
    var text = text(name);
    if (text.isEmpty() && problems.size() == problemsBefore) {
      problem(name, "must be set");
    }
    return text;
  }

  void mustBe(String name, String value) {
    var problemsBefore = problems.size();
    var text = requiredText(name);
    if (!text.equals(value) && problems.size() == problemsBefore) {
      problem(name, "must be \"%s\", is \"%s\"".formatted(value, text));
    }
  }

  List<String> texts(String name) {
    return switch (tree.get(name)) {
      case null -> List.of();
      case List<?> list when list.stream().allMatch(String.class::isInstance) ->
          list.stream().map(String.class::cast).toList();
      case Object other -> {
        wrongType(name, "a list of strings", other);
        yield List.of();
      }
    };
  }

  boolean isTrue(String name) {
    return switch (tree.get(name)) {
      case null -> false;
      case Boolean written -> written;
      case Object other -> {
        wrongType(name, "true or false", other);
        yield false;
      }
    };
  }

  /// An object that must be there.
  ReviewFields object(String name) {
    if (tree.get(name) == null) {
      problem(name, "must be set");
    }
    return optionalObject(name);
  }

  ReviewFields optionalObject(String name) {
    return new ReviewFields(treeIfPresent(name).orElse(Map.of()), path + name + ".", problems);
  }

  Optional<Map<String, ?>> treeIfPresent(String name) {
    return switch (tree.get(name)) {
      case null -> Optional.empty();
      case Map<?, ?> map -> Optional.of(keyedByText(map));
      case Object other -> {
        wrongType(name, "an object", other);
        yield Optional.empty();
      }
    };
  }

  Map<String, ?> tree() {
    return keyedByText(tree);
  }

  /// JSON has no other keys than strings.
  @SuppressWarnings("unchecked")
  private static Map<String, ?> keyedByText(Map<?, ?> map) {
    return (Map<String, ?>) map;
  }

  private void wrongType(String name, String wanted, Object other) {
    problem(name, "must be %s, is %s".formatted(wanted, typeOf(other)));
  }

  static String typeOf(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> _ -> "an object";
      case List<?> list ->
          list.stream()
              .filter(item -> !(item instanceof String))
              .findFirst()
              .map(item -> "a list with " + typeOf(item))
              .orElse("a list");
      case String _ -> "a string";
      case Number _ -> "a number";
      case Boolean _ -> "a boolean";
      case Object other -> other.getClass().getSimpleName();
    };
  }
}
