package dev.fairlead.cli.manifests;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Values in one line, as YAML in flow style or as JSON.
///
/// @param afterColon what stands between a colon and a value: a space, or in JSON nothing
record FlowText(Quotes quotes, String afterColon) {
  /// Which text stands in double quotes.
  enum Quotes {
    WHERE_NEEDED,
    /// As in JSON.
    ALWAYS;

    /// As the keys of a mapping have it.
    static Quotes of(Written.Mapping mapping, String text) {
      var quoted =
          mapping.members().stream().anyMatch(member -> text.charAt(member.key().begin()) == '"');
      return quoted && mapping.layout() == Written.Layout.FLOW ? ALWAYS : WHERE_NEEDED;
    }
  }

  /// Text that means itself wherever it stands without quotes.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/_][-A-Za-z0-9/_.]*");

  String key(String name) {
    return text(name);
  }

  String value(Object value) {
    return switch (value) {
      case String text -> text(text);
      case Map<?, ?> map ->
          map.isEmpty()
              ? "{}"
              : map.entrySet().stream()
                  .map(entry -> member(String.valueOf(entry.getKey()), entry.getValue()))
                  .collect(Collectors.joining(separator(), "{", "}"));
      case List<?> list ->
          list.stream().map(this::value).collect(Collectors.joining(separator(), "[", "]"));
      default -> value.toString();
    };
  }

  String member(String name, Object value) {
    return key(name) + ":" + afterColon + value(value);
  }

  String separator() {
    return "," + afterColon;
  }

  private String text(String text) {
    return quotes == Quotes.WHERE_NEEDED
            && PLAIN.matcher(text).matches()
            && text.equals(PlainScalar.value(text))
        ? text
        : quoted(text);
  }

  /// In double quotes, so that both JSON and YAML read it.
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || (c >= 0x7f && c <= 0xa0) || c == '\u2028' || c == '\u2029') {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
