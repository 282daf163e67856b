package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.Written.Mapping;
import dev.fairlead.cli.manifests.Written.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Adds a member to a mapping in braces, written as its neighbours are.
final class FlowEdit {
  private final String text;
  private final Mapping mapping;
  private final FlowText flow;

  FlowEdit(String text, Mapping mapping) {
    this.text = text;
    this.mapping = mapping;
    this.flow = new FlowText(FlowText.Quotes.of(mapping, text), afterColon());
  }

  /// Nothing only where JSON has nothing.
  private String afterColon() {
    if (mapping.members().isEmpty()) {
      return " ";
    }
    var last = mapping.members().getLast();
    var between = text.substring(last.key().end(), last.value().begin());
    return between.equals(":") && last.value().begin() < last.value().end() ? "" : " ";
  }

  List<TextEdit> adding(String name, Object value) {
    var close = mapping.end() - 1;
    if (mapping.members().isEmpty()) {
      return List.of(TextEdit.insert(close, flow.member(name, value)));
    }
    var last = mapping.members().getLast();
    return isOnItsOwnLine(last)
        ? addingLines(last, name, value)
        : List.of(TextEdit.insert(last.value().end(), separator() + flow.member(name, value)));
  }

  /// As between the last two members.
  private String separator() {
    var members = mapping.members();
    if (members.size() > 1) {
      var between =
          text.substring(
              members.get(members.size() - 2).value().end(), members.getLast().key().begin());
      if (between.matches(" *, *")) {
        return between;
      }
    }
    return flow.separator();
  }

  private boolean isOnItsOwnLine(Member member) {
    var begin = text.lastIndexOf('\n', member.key().begin()) + 1;
    return begin > mapping.begin() && text.substring(begin, member.key().begin()).isBlank();
  }

  private List<TextEdit> addingLines(Member last, String name, Object value) {
    var lineBegin = text.lastIndexOf('\n', last.key().begin()) + 1;
    var indent = text.substring(lineBegin, last.key().begin());
    var ending = text.charAt(lineBegin - 2) == '\r' ? "\r\n" : "\n";
    var lines = ending + indent + lines(name, value, indent, step(indent), ending);
    var edits = new ArrayList<TextEdit>();
    var lineEnd = text.indexOf('\n', last.value().end());
    if (lineEnd < 0 || lineEnd > mapping.end() - 1) {
      edits.add(TextEdit.insert(last.value().end(), "," + lines));
      return edits;
    }
    // A comment stays with the line it is in.
    var end = text.charAt(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
    var comma = text.substring(last.value().end(), end).strip().startsWith(",");
    if (!comma) {
      edits.add(TextEdit.insert(last.value().end(), ","));
    }
    edits.add(TextEdit.insert(end, comma ? lines + "," : lines));
    return edits;
  }

  /// JSON that has a line for each member goes on that way.
  private String lines(String name, Object value, String indent, String step, String ending) {
    if (!(value instanceof Map<?, ?> map)
        || map.isEmpty()
        || flow.quotes() == FlowText.Quotes.WHERE_NEEDED) {
      return flow.member(name, value);
    }
    var deeper = indent + step;
    var members = new ArrayList<String>();
    map.forEach(
        (key, member) ->
            members.add(deeper + lines(String.valueOf(key), member, deeper, step, ending)));
    return flow.key(name)
        + ":"
        + flow.afterColon()
        + "{"
        + ending
        + String.join("," + ending, members)
        + ending
        + indent
        + "}";
  }

  /// By how much the members stand deeper than the brace that closes the mapping.
  private String step(String indent) {
    var lineBegin = text.lastIndexOf('\n', mapping.end() - 1) + 1;
    var closing = text.substring(lineBegin, mapping.end() - 1);
    return closing.isBlank() && indent.startsWith(closing) && indent.length() > closing.length()
        ? indent.substring(closing.length())
        : " ".repeat(BlockText.USUAL_STEP);
  }
}
