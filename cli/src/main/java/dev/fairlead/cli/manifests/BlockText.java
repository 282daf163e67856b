package dev.fairlead.cli.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Values as lines of block style YAML; lists and empty mappings are written in a line.
///
/// @param step by how much a mapping is indented under its key
record BlockText(int step) {
  /// What most manifests use.
  static final int USUAL_STEP = 2;

  private static final FlowText FLOW = new FlowText(FlowText.Quotes.WHERE_NEEDED, " ");

  List<String> member(String name, Object value, int indent) {
    var key = " ".repeat(indent) + FLOW.key(name) + ":";
    if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
      return List.of(key + " " + FLOW.value(value));
    }
    var lines = new ArrayList<String>();
    lines.add(key);
    lines.addAll(members(map, indent + step));
    return lines;
  }

  List<String> members(Map<?, ?> map, int indent) {
    var lines = new ArrayList<String>();
    map.forEach((name, value) -> lines.addAll(member(String.valueOf(name), value, indent)));
    return lines;
  }
}
