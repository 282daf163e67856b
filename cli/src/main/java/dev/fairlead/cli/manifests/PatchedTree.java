package dev.fairlead.cli.manifests;

import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.FieldPath.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tree of an object once operations have been carried out on it.
public final class PatchedTree {
  private PatchedTree() {}

  /// The tree itself is not changed.
  ///
  /// @throws IllegalArgumentException for an operation whose path leads nowhere
  public static Map<String, @Nullable Object> of(
      Map<String, @Nullable Object> tree, List<PatchOperation> operations) {
    var patched = tree;
    for (var operation : operations) {
      var segments = operation.path().segments();
      patched = asTree(with(patched, segments, operation));
    }
    return patched;
  }

  private static Object with(
      @Nullable Object parent, List<Segment> rest, PatchOperation operation) {
    if (rest.isEmpty()) {
      return json(operation.value());
    }
    var tail = rest.subList(1, rest.size());
    return switch (rest.getFirst()) {
      case Segment.Field(var name) -> withMember(parent, name, tail, operation);
      case Segment.Key(var key) -> withMember(parent, key, tail, operation);
      case Segment.Index(var index) -> {
        if (!(parent instanceof List<?> list) || index >= list.size()) {
          throw leadsNowhere(operation);
        }
        var copy = new ArrayList<@Nullable Object>(list);
        copy.set(index, with(copy.get(index), tail, operation));
        yield copy;
      }
    };
  }

  private static Map<String, @Nullable Object> withMember(
      @Nullable Object parent, String name, List<Segment> tail, PatchOperation operation) {
    if (!(parent instanceof Map<?, ?> map)) {
      throw leadsNowhere(operation);
    }
    var copy = new LinkedHashMap<String, @Nullable Object>(asTree(map));
    copy.put(name, with(copy.get(name), tail, operation));
    return copy;
  }

  private static IllegalArgumentException leadsNowhere(PatchOperation operation) {
    return new IllegalArgumentException("nothing to change at " + operation.pointer());
  }

  /// A value as the reader gives it: whole numbers are Longs.
  private static Object json(Object value) {
    return switch (value) {
      case Integer number -> number.longValue();
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, member) -> copy.put(String.valueOf(key), json(member)));
        yield copy;
      }
      case List<?> list -> list.stream().map(PatchedTree::json).toList();
      default -> value;
    };
  }

  /// The keys of an object in JSON are strings.
  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> asTree(Object map) {
    return (Map<String, @Nullable Object>) map;
  }
}
