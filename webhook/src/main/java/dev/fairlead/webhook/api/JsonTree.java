package dev.fairlead.webhook.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads the fields of a JSON tree. A field that is absent, or of another type, is empty.
public final class JsonTree {
  private JsonTree() {}

  /// The text of a field.
  public static String text(Map<?, ?> tree, String field) {
    return tree.get(field) instanceof String text ? text : "";
  }

  /// The object of a field.
  public static Map<?, ?> object(Map<?, ?> tree, String field) {
    return tree.get(field) instanceof Map<?, ?> object ? object : Map.of();
  }

  /// The objects in the list of a field, in their order.
  public static List<Map<?, ?>> objects(Map<?, ?> tree, String field) {
    var objects = new ArrayList<Map<?, ?>>();
    if (tree.get(field) instanceof List<?> list) {
      for (var item : list) {
        if (item instanceof Map<?, ?> object) {
          objects.add(object);
        }
      }
    }
    return objects;
  }
}
