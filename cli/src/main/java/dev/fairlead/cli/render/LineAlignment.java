package dev.fairlead.cli.render;

import java.util.List;

/// Which line of a template made each line of a document. Both are read in order: of all ways to
/// pair equal lines, and lines that are equal but for `{{ … }}`, it is the one that pairs most.
final class LineAlignment {
  /// Longer ones are paired by nothing: it would take seconds and hundreds of megabytes.
  private static final long MOST_PAIRS = 4_000_000;

  private static final int EQUAL = 3;
  private static final int ALIKE = 2;

  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  /// For each line of the document.
  private final int[] lines;

  private LineAlignment(int[] lines) {
    this.lines = lines;
  }

  static LineAlignment of(List<String> document, List<String> template) {
    var lines = new int[document.size()];
    if ((long) document.size() * template.size() > MOST_PAIRS) {
      return new LineAlignment(lines);
    }
    var best = best(document, template);
    var at = 0;
    for (var i = 0; i < document.size(); i++) {
      // What nothing in the template is like stands below the line before it.
      lines[i] = i == 0 ? 0 : lines[i - 1];
      while (at < template.size() && best[i][at] == best[i][at + 1]) {
        at++;
      }
      var paired = at < template.size() ? likeness(document.get(i), template.get(at)) : 0;
      if (paired > 0 && best[i][at] == paired + best[i + 1][at + 1]) {
        lines[i] = at;
        at++;
      }
    }
    return new LineAlignment(lines);
  }

  /// How much the lines from one on, and those of the template from one on, have in common.
  private static int[][] best(List<String> document, List<String> template) {
    var best = new int[document.size() + 1][template.size() + 1];
    for (var i = document.size() - 1; i >= 0; i--) {
      for (var j = template.size() - 1; j >= 0; j--) {
        var paired = likeness(document.get(i), template.get(j));
        best[i][j] =
            Math.max(
                Math.max(best[i + 1][j], best[i][j + 1]),
                paired == 0 ? 0 : paired + best[i + 1][j + 1]);
      }
    }
    return best;
  }

  private static int likeness(String printed, String template) {
    var line = printed.strip();
    var written = template.strip();
    if (line.isEmpty() || written.isEmpty()) {
      return 0;
    }
    if (line.equals(written)) {
      return EQUAL;
    }
    var open = written.indexOf(OPEN);
    var close = written.lastIndexOf(CLOSE);
    if (open <= 0 || close < open) {
      return 0;
    }
    var begin = written.substring(0, open);
    var end = written.substring(close + CLOSE.length());
    return line.length() >= begin.length() + end.length()
            && line.startsWith(begin)
            && line.endsWith(end)
        ? ALIKE
        : 0;
  }

  /// The line of the template, counted from 0, that made a line of the document, counted from 0;
  /// the first where there is no such line.
  int of(int line) {
    return line >= 0 && line < lines.length ? lines[line] : 0;
  }
}
