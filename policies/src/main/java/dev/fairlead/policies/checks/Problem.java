package dev.fairlead.policies.checks;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// What is wrong with a field, what must hold, and what was seen on the other side.
public sealed interface Problem {
  /// The field must be set.
  record Required(String rule, Seen seen) implements Problem {}

  /// The other side has no such name; `asked` is the text of the field.
  record NotFound(String asked, String rule, Seen seen) implements Problem {}

  /// The other side does not offer this value.
  record Invalid(String value, String rule, Seen seen) implements Problem {}

  /// The other side has this value already.
  record Duplicate(String value, String rule, Seen seen) implements Problem {}

  /// What is wrong and what must hold, without what was seen.
  default String statement() {
    return switch (this) {
      case Required(var rule, _) -> "Required value: " + rule;
      case NotFound(var asked, var rule, _) -> "Not found: \"%s\": %s".formatted(asked, rule);
      case Invalid(var value, var rule, _) -> "Invalid value: %s: %s".formatted(value, rule);
      case Duplicate(var value, var rule, _) -> "Duplicate value: %s: %s".formatted(value, rule);
    };
  }

  /// The word by which the API server's clients know this kind of field error.
  default String causeType() {
    return switch (this) {
      case Required _ -> "FieldValueRequired";
      case NotFound _ -> "FieldValueNotFound";
      case Invalid _ -> "FieldValueInvalid";
      case Duplicate _ -> "FieldValueDuplicate";
    };
  }

  Seen seen();

  /// What the other side has.
  ///
  /// @param names up to three of its names or values, as they are to be printed
  /// @param more how many there are besides
  /// @param none what to say when it has none
  /// @param shorter the same as `none` at ever less length, where not even that may fit
  /// @param nearest what was probably meant, only where something is near
  record Seen(
      List<String> names, int more, String none, List<String> shorter, Optional<String> nearest) {
    private static final int MOST_NAMES = 3;

    public Seen {
      names = List.copyOf(names);
      shorter = List.copyOf(shorter);
    }

    /// A sentence of its own in place of a list.
    static Seen saying(String text, Optional<String> nearest) {
      return new Seen(List.of(), 0, text, List.of(), nearest);
    }

    /// A sentence of its own, and the same at ever less length.
    static Seen saying(String text, String... shorter) {
      return new Seen(List.of(), 0, text, List.of(shorter), Optional.empty());
    }

    static Seen list(List<String> all, Optional<String> nearest) {
      return list(all, Function.identity(), nearest);
    }

    /// Of many things only those are described that are told.
    static <T> Seen list(
        List<T> all, Function<? super T, String> description, Optional<String> nearest) {
      return list(all.stream().map(description), all.size(), nearest);
    }

    /// @param size how many there are
    static Seen list(Stream<String> all, int size, Optional<String> nearest) {
      return new Seen(
          all.limit(MOST_NAMES).toList(),
          Math.max(0, size - MOST_NAMES),
          ", which has none",
          List.of(),
          nearest);
    }

    /// The same thing told at ever less length.
    List<String> texts() {
      var hint = nearest.map("; did you mean %s?"::formatted).orElse("");
      if (names.isEmpty()) {
        return Stream.of(Stream.of(none + hint, none), shorter.stream(), Stream.of(hint, ""))
            .flatMap(texts -> texts)
            .toList();
      }
      var all =
          ", which has " + String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
      var first =
          ", which has "
              + names.getFirst()
              + (names.size() + more > 1 ? " and " + (names.size() - 1 + more) + " more" : "");
      return List.of(all + hint, first + hint, hint, first, "");
    }
  }
}
