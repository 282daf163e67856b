package dev.fairlead.cli.plan;

import dev.fairlead.policies.fixes.Patch;
import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.FieldPath.Segment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// Reads and writes fields of manifests.
final class Trees {
  private Trees() {}

  static Optional<Object> at(Map<String, ?> tree, FieldPath path) {
    Object at = tree;
    for (var segment : path.segments()) {
      at = child(at, segment);
    }
    return Optional.ofNullable(at);
  }

  private static @Nullable Object child(@Nullable Object parent, Segment segment) {
    return switch (segment) {
      case Segment.Field(var name) -> parent instanceof Map<?, ?> map ? map.get(name) : null;
      case Segment.Key(var key) -> parent instanceof Map<?, ?> map ? map.get(key) : null;
      case Segment.Index(var at) ->
          parent instanceof List<?> list && at < list.size() ? list.get(at) : null;
    };
  }

  /// True where everything that is wanted is there as it is wanted; more may be there.
  static boolean holds(@Nullable Object there, @Nullable Object wanted) {
    return switch (wanted) {
      case Map<?, ?> map ->
          (map.isEmpty() && there == null)
              || (there instanceof Map<?, ?> known
                  && map.entrySet().stream()
                      .allMatch(entry -> holds(known.get(entry.getKey()), entry.getValue())));
      case List<?> list ->
          (list.isEmpty() && there == null)
              || (there instanceof List<?> known
                  && list.size() == known.size()
                  && IntStream.range(0, list.size())
                      .allMatch(i -> holds(known.get(i), list.get(i))));
      case null -> true;
      default -> wanted.toString().equals(String.valueOf(there));
    };
  }

  /// The manifest with another value of a field; its parent is there.
  static Map<String, Object> with(Map<String, ?> tree, FieldPath path, Object value) {
    return Patch.applied(
        tree,
        List.of(
            at(tree, path).isPresent()
                ? new PatchOperation.Replace(path, value)
                : new PatchOperation.Add(path, value)));
  }

  /// One field of a manifest as YAML, with what it takes to know whose it is.
  ///
  /// @param path fields alone
  static String fragment(PlannedObject object, FieldPath path, Object value) {
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("name", object.ref().name());
    metadata.put("namespace", object.ref().namespace());
    var root = new LinkedHashMap<String, Object>();
    root.put("apiVersion", object.ref().apiVersion());
    root.put("kind", object.ref().kind());
    root.put("metadata", metadata);
    put(root, path.segments(), value);
    return yaml(root);
  }

  private static void put(Map<String, Object> root, List<Segment> path, Object value) {
    var at = root;
    for (var segment : path.subList(0, path.size() - 1)) {
      var next = new LinkedHashMap<String, Object>();
      if (at.get(name(segment)) instanceof Map<?, ?> there) {
        there.forEach((key, other) -> next.put(String.valueOf(key), other));
      }
      at.put(name(segment), next);
      at = next;
    }
    at.put(name(path.getLast()), value);
  }

  private static String name(Segment segment) {
    return switch (segment) {
      case Segment.Field(var name) -> name;
      case Segment.Key(var key) -> key;
      case Segment.Index(var at) -> String.valueOf(at);
    };
  }

  private static String yaml(Object tree) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    return new Yaml(options).dump(tree).stripTrailing();
  }
}
