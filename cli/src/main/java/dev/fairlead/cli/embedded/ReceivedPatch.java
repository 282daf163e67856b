package dev.fairlead.cli.embedded;

import dev.fairlead.policies.fixes.Patch;
import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A JSON Patch (RFC 6902) as a webhook sends it, of the operations that Fairlead sends.
final class ReceivedPatch {
  private static final JsonMapper JSON = new JsonMapper();

  private ReceivedPatch() {}

  /// The object once every operation is made.
  ///
  /// @throws WebhookFailed where one cannot be
  static Map<String, Object> applied(Map<String, ?> tree, JsonNode patch) {
    try {
      var operations = new ArrayList<PatchOperation>();
      patch.forEach(operation -> operations.add(operation(operation, tree)));
      return Patch.applied(tree, operations);
    } catch (IllegalArgumentException e) {
      throw new WebhookFailed("a patch that does not fit: " + e.getMessage());
    }
  }

  private static PatchOperation operation(JsonNode operation, Map<String, ?> tree) {
    var path = path(operation.path("path").asString(), tree);
    var value = JSON.treeToValue(operation.path("value"), Object.class);
    return switch (operation.path("op").asString()) {
      case "add" -> new PatchOperation.Add(path, value);
      case "replace" -> new PatchOperation.Replace(path, value);
      case "remove" -> new PatchOperation.Remove(path);
      case String other -> throw new IllegalArgumentException("op: must not be " + other);
    };
  }

  /// A JSON Pointer (RFC 6901) writes fields and places in lists alike; the object tells which.
  private static FieldPath path(String pointer, Map<String, ?> tree) {
    var path = FieldPath.ROOT;
    @Nullable Object at = tree;
    for (var token : List.of(pointer.substring(1).split("/", -1))) {
      var name = token.replace("~1", "/").replace("~0", "~");
      if (at instanceof List<?> list) {
        var index = Integer.parseInt(name);
        path = path.index(index);
        at = list.get(index);
      } else {
        path = path.field(name);
        at = at instanceof Map<?, ?> map ? map.get(name) : null;
      }
    }
    return path;
  }
}
