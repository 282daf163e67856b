package dev.fairlead.policies.fixes;

import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.FieldPath.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Carries out the operations of a patch on one object.
public final class Patch {
  /// What has been copied already: the tree given stays as it is.
  private final Set<Object> copies = Collections.newSetFromMap(new IdentityHashMap<>());

  private Patch() {}

  /// The object once every operation is made, in their order; the tree given stays as it is.
  ///
  /// @throws IllegalArgumentException where an operation does not fit the object: its parent is
  ///   missing, or a field is there already or is not
  public static Map<String, Object> applied(Map<String, ?> tree, List<PatchOperation> operations) {
    var patched = new LinkedHashMap<String, Object>(tree);
    var patch = new Patch();
    for (var operation : operations) {
      var path = operation.path().segments();
      if (path.isEmpty()) {
        throw misfit(operation, "must name a field of the object");
      }
      change(patch.parent(patched, operation), path.getLast(), operation);
    }
    return patched;
  }

  private static void change(Map<Object, Object> parent, Segment last, PatchOperation operation) {
    var name = name(last, operation);
    var there = parent.get(name) != null;
    switch (operation) {
      case PatchOperation.Add(_, var value) -> {
        if (there) {
          throw misfit(operation, "is there already");
        }
        parent.put(name, value);
      }
      case PatchOperation.Replace(_, var value) -> {
        mustBeThere(there, operation);
        parent.put(name, value);
      }
      case PatchOperation.Remove _ -> {
        mustBeThere(there, operation);
        parent.remove(name);
      }
    }
  }

  private static void mustBeThere(boolean there, PatchOperation operation) {
    if (!there) {
      throw misfit(operation, "is not there");
    }
  }

  /// The object that holds the field, copied with everything on the way to it.
  private Map<Object, Object> parent(Map<String, Object> root, PatchOperation operation) {
    var steps = operation.path().segments();
    Object at = root;
    for (var step : steps.subList(0, steps.size() - 1)) {
      at = copiedStep(at, step, operation);
    }
    if (at instanceof Map<?, ?> map) {
      return own(map);
    }
    throw misfit(operation, "is no field of an object");
  }

  private Object copiedStep(Object at, Segment step, PatchOperation operation) {
    return switch (at) {
      case List<?> list when step instanceof Segment.Index(var index) && index < list.size() -> {
        var copy = copy(list.get(index), operation);
        ownList(list).set(index, copy);
        yield copy;
      }
      case Map<?, ?> map when !(step instanceof Segment.Index) -> {
        var name = name(step, operation);
        var copy = copy(map.get(name), operation);
        own(map).put(name, copy);
        yield copy;
      }
      default -> throw misfit(operation, "has no parent in the object");
    };
  }

  private Object copy(@Nullable Object value, PatchOperation operation) {
    if (value != null && copies.contains(value)) {
      return value;
    }
    var copy =
        switch (value) {
          case Map<?, ?> map -> new LinkedHashMap<>(map);
          case List<?> list -> new ArrayList<>(list);
          case null, default -> throw misfit(operation, "has no parent in the object");
        };
    copies.add(copy);
    return copy;
  }

  private static String name(Segment step, PatchOperation operation) {
    return switch (step) {
      case Segment.Field(var name) -> name;
      case Segment.Key(var key) -> key;
      case Segment.Index _ -> throw misfit(operation, "must be a field, not an item of a list");
    };
  }

  /// Only copies of our own come here, which take any key and value.
  @SuppressWarnings("unchecked")
  private static Map<Object, Object> own(Map<?, ?> copy) {
    return (Map<Object, Object>) copy;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> ownList(List<?> copy) {
    return (List<Object>) copy;
  }

  private static IllegalArgumentException misfit(PatchOperation operation, String why) {
    FieldPath path = operation.path();
    return new IllegalArgumentException("cannot %s %s: it %s".formatted(operation.op(), path, why));
  }
}
