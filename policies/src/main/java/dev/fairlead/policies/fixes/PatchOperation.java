package dev.fairlead.policies.fixes;

import dev.fairlead.policies.model.FieldPath;

/// One operation of a JSON Patch (RFC 6902) on one object.
///
/// A value is a JSON tree: maps, lists, strings, integers and booleans, never null.
public sealed interface PatchOperation {
  /// Sets a field that the object does not have; its parent is there.
  record Add(FieldPath path, Object value) implements PatchOperation {}

  /// Gives a field that the object has another value.
  record Replace(FieldPath path, Object value) implements PatchOperation {}

  /// Takes a field away that the object has.
  record Remove(FieldPath path) implements PatchOperation {}

  FieldPath path();

  /// The name of the operation: `add`, `replace`, `remove`.
  default String op() {
    return switch (this) {
      case Add _ -> "add";
      case Replace _ -> "replace";
      case Remove _ -> "remove";
    };
  }

  /// The path as a JSON Pointer (RFC 6901): `/spec/selector/app.kubernetes.io~1name`.
  default String pointer() {
    var pointer = new StringBuilder();
    for (var segment : path().segments()) {
      var token =
          switch (segment) {
            case FieldPath.Segment.Field(var name) -> name;
            case FieldPath.Segment.Index(var at) -> String.valueOf(at);
            case FieldPath.Segment.Key(var key) -> key;
          };
      pointer.append('/').append(token.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
