package dev.fairlead.policies.model;

import java.util.ArrayList;
import java.util.List;

/// The way from an object's root to one of its fields, written as the API server writes it:
/// `spec.ports[0].targetPort`, `spec.selector[app]`.
public record FieldPath(List<Segment> segments) {
  /// One step of a path.
  public sealed interface Segment {
    /// A field of an object.
    record Field(String name) implements Segment {}

    /// An item of a list, counted from 0.
    record Index(int at) implements Segment {}

    /// An entry of a map whose keys users choose, such as a label.
    record Key(String key) implements Segment {}
  }

  /// The object itself.
  public static final FieldPath ROOT = new FieldPath(List.of());

  public FieldPath {
    segments = List.copyOf(segments);
  }

  public static FieldPath of(String... fields) {
    var path = ROOT;
    for (var field : fields) {
      path = path.field(field);
    }
    return path;
  }

  public FieldPath field(String name) {
    return plus(new Segment.Field(name));
  }

  public FieldPath index(int at) {
    return plus(new Segment.Index(at));
  }

  public FieldPath key(String key) {
    return plus(new Segment.Key(key));
  }

  private FieldPath plus(Segment segment) {
    var longer = new ArrayList<>(segments);
    longer.add(segment);
    return new FieldPath(longer);
  }

  /// The path without the places in lists.
  public FieldPath names() {
    return new FieldPath(
        segments.stream().filter(segment -> !(segment instanceof Segment.Index)).toList());
  }

  public boolean startsWith(FieldPath start) {
    return segments.size() >= start.segments.size()
        && segments.subList(0, start.segments.size()).equals(start.segments);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var segment : segments) {
      switch (segment) {
        case Segment.Field(var name) -> text.append(text.isEmpty() ? "" : ".").append(name);
        case Segment.Index(var at) -> text.append('[').append(at).append(']');
        case Segment.Key(var key) -> text.append('[').append(key).append(']');
      }
    }
    return text.toString();
  }
}
