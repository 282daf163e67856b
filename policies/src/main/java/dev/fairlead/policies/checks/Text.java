package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.PlainText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Words for messages.
final class Text {
  /// A name, label or selector; field paths, which users search for, are none.
  private static final Pattern NAME = Pattern.compile("(?<![\\w.\\[-])(?!spec\\.)[\\w./=,-]+");

  /// What a shortened name keeps of its start and its end.
  private static final int KEPT = 10;

  private Text() {}

  /// A statement with the first of its endings that fits into `room` characters. Where not even the
  /// bare statement fits, its longest names lose their middles: the rule stays whole.
  static String fitted(String statement, List<String> endings, int room) {
    var clean = PlainText.line(statement);
    for (var ending : endings) {
      if (clean.length() + ending.length() <= room) {
        return clean + PlainText.line(ending);
      }
    }
    return shortened(clean, room);
  }

  private static String shortened(String text, int room) {
    var shorter = text;
    while (shorter.length() > room) {
      var longest =
          NAME.matcher(shorter)
              .results()
              .filter(name -> name.group().length() > 2 * KEPT + 1)
              .max(Comparator.comparingInt(name -> name.group().length()));
      if (longest.isEmpty()) {
        return start(shorter, room - 1) + "…";
      }
      shorter = withoutMiddle(shorter, longest.get());
    }
    return shorter;
  }

  /// At most `length` of the first characters; none of two `char` is cut in half.
  private static String start(String text, int length) {
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
  }

  private static String withoutMiddle(String text, MatchResult name) {
    var start = name.start() + KEPT;
    var end = name.end() - KEPT;
    return text.substring(0, start) + "…" + text.substring(end);
  }

  static String quoted(String name) {
    return "\"" + name + "\"";
  }

  /// A selector or labels, sorted: `app=shop,tier=web`.
  static String pairs(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(pair -> pair.getKey() + "=" + pair.getValue())
            .collect(Collectors.joining(","));
  }

  /// The first of them, and how many there are besides.
  static String andMore(Object first, int size) {
    return size > 1 ? "%s and %d more".formatted(first, size - 1) : first.toString();
  }
}
