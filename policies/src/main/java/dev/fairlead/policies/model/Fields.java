package dev.fairlead.policies.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// An object of a JSON tree, whose fields are read by type. A field of another type is noted, and
/// read as absent. An absent field, a null and an empty string are all absent.
final class Fields {
  private final Map<?, ?> tree;
  private final FieldPath path;
  private final List<Malformed> malformed;

  Fields(Map<?, ?> tree, FieldPath path, List<Malformed> malformed) {
    this.tree = tree;
    this.path = path;
    this.malformed = malformed;
  }

  /// The object as it was given.
  Map<?, ?> tree() {
    return tree;
  }

  FieldPath path() {
    return path;
  }

  /// The same object, read without noting what is wrong.
  Fields quietly() {
    return new Fields(tree, path, new ArrayList<>());
  }

  /// The object at a path of fields.
  Fields at(FieldPath fields) {
    var at = this;
    for (var segment : fields.segments()) {
      if (segment instanceof FieldPath.Segment.Field(var name)) {
        at = at.object(name);
      }
    }
    return at;
  }

  boolean has(String name) {
    return tree.get(name) != null;
  }

  Optional<String> text(String name) {
    return switch (tree.get(name)) {
      case null -> Optional.empty();
      case String text -> text.isEmpty() ? Optional.empty() : Optional.of(text);
      case Object other -> {
        undecodable(path.field(name), other, "a string");
        yield Optional.empty();
      }
    };
  }

  /// The text of a field whose type does not matter: numbers and booleans as they are written.
  Optional<String> anyText(String name) {
    return switch (tree.get(name)) {
      case String text -> Optional.of(text);
      case Number number -> Optional.of(number.toString());
      case null, default -> Optional.empty();
    };
  }

  OptionalInt number(String name) {
    var value = tree.get(name);
    if (value == null) {
      return OptionalInt.empty();
    }
    var number = wholeNumber(value);
    if (number.isEmpty()) {
      undecodable(path.field(name), value, "a whole number of 32 bits");
    }
    return number;
  }

  static OptionalInt wholeNumber(@Nullable Object value) {
    return switch (value) {
      case null -> OptionalInt.empty();
      case Integer number -> OptionalInt.of(number);
      case Long number when number == number.intValue() -> OptionalInt.of(number.intValue());
      case BigInteger number when number.bitLength() < Integer.SIZE ->
          OptionalInt.of(number.intValue());
      case Double number when number == number.intValue() -> OptionalInt.of(number.intValue());
      default -> OptionalInt.empty();
    };
  }

  /// A field that may be a number or a name.
  @Nullable Object numberOrText(String name) {
    var value = tree.get(name);
    if (value == null || value instanceof String) {
      return value;
    }
    var number = wholeNumber(value);
    if (number.isPresent()) {
      return number.getAsInt();
    }
    undecodable(path.field(name), value, "a whole number of 32 bits or a string");
    return null;
  }

  boolean isTrue(String name) {
    return Boolean.TRUE.equals(tree.get(name));
  }

  /// The object under a field; an empty one where it is absent.
  Fields object(String name) {
    var at = path.field(name);
    return switch (tree.get(name)) {
      case null -> new Fields(Map.of(), at, malformed);
      case Map<?, ?> object -> new Fields(object, at, malformed);
      case Object other -> {
        undecodable(at, other, "an object");
        yield new Fields(Map.of(), at, malformed);
      }
    };
  }

  /// The objects of a list; a null item is an empty object, as the API server decodes it.
  List<Fields> objects(String name) {
    var objects = new ArrayList<Fields>();
    var items = list(name);
    var list = path.field(name);
    for (var i = 0; i < items.size(); i++) {
      var at = list.index(i);
      switch (items.get(i)) {
        case null -> objects.add(new Fields(Map.of(), at, malformed));
        case Map<?, ?> object -> objects.add(new Fields(object, at, malformed));
        case Object other -> undecodable(at, other, "an object");
      }
    }
    return objects;
  }

  List<?> list(String name) {
    return switch (tree.get(name)) {
      case null -> List.of();
      case List<?> items -> items;
      case Object other -> {
        undecodable(path.field(name), other, "a list");
        yield List.of();
      }
    };
  }

  /// A map of strings, such as labels.
  Map<String, String> texts(String name) {
    var object = object(name);
    var texts = new LinkedHashMap<String, String>();
    object.tree.forEach(
        (key, value) -> {
          switch (value) {
            case null -> texts.put(String.valueOf(key), "");
            case String text -> texts.put(String.valueOf(key), text);
            case Object other ->
                undecodable(object.path.key(String.valueOf(key)), other, "a string");
          }
        });
    return texts;
  }

  void invalid(String field, String detail) {
    malformed.add(new Malformed(path.field(field), Malformed.Gravity.INVALID, detail));
  }

  private void undecodable(FieldPath at, Object value, String allowed) {
    var seen =
        switch (value) {
          case Map<?, ?> _ -> "an object";
          case List<?> _ -> "a list";
          default -> value.toString();
        };
    malformed.add(
        new Malformed(
            at,
            Malformed.Gravity.UNDECODABLE,
            "Invalid value: %s: must be %s".formatted(seen, allowed)
                + (value instanceof Map || value instanceof List ? "" : quoteHint(allowed, seen))));
  }

  private static String quoteHint(String allowed, String seen) {
    return allowed.equals("a string") ? ", in quotes: \"%s\"".formatted(seen) : "";
  }
}
