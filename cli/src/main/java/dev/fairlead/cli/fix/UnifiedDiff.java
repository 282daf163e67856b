package dev.fairlead.cli.fix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The difference of two texts as `diff -u` writes it, for `patch -p0` and `git apply -p0`.
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /// What became of one line of either text.
  private enum Fate {
    KEPT(' '),
    REMOVED('-'),
    ADDED('+');

    private final char sign;

    Fate(char sign) {
      this.sign = sign;
    }
  }

  private record Line(Fate fate, String text) {}

  private final List<String> before;
  private final List<String> after;

  private UnifiedDiff(String before, String after) {
    this.before = lines(before);
    this.after = lines(after);
  }

  /// Nothing for equal texts.
  static String of(String file, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    // With a tab behind it, a name may hold spaces.
    var name = file.contains(" ") ? file + "\t" : file;
    return "--- %s\n+++ %s\n%s"
        .formatted(name, name, hunks(new UnifiedDiff(before, after).script()));
  }

  /// Each with its end, which the last may lack.
  private static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    for (var begin = 0; begin < text.length(); ) {
      var newline = text.indexOf('\n', begin);
      var end = newline < 0 ? text.length() : newline + 1;
      lines.add(text.substring(begin, end));
      begin = end;
    }
    return lines;
  }

  /// The shortest way from one text to the other (Myers, An O(ND) Difference Algorithm).
  private List<Line> script() {
    var most = before.size() + after.size();
    var furthest = new int[2 * most + 2];
    var trace = new ArrayList<int[]>();
    for (var d = 0; d <= most; d++) {
      trace.add(Arrays.copyOfRange(furthest, most - d, most + d + 2));
      for (var k = -d; k <= d; k += 2) {
        var down = k == -d || (k != d && furthest[most + k - 1] < furthest[most + k + 1]);
        var x = down ? furthest[most + k + 1] : furthest[most + k - 1] + 1;
        while (x < before.size()
            && x - k < after.size()
            && before.get(x).equals(after.get(x - k))) {
          x++;
        }
        furthest[most + k] = x;
        if (x >= before.size() && x - k >= after.size()) {
          return backwards(trace);
        }
      }
    }
    throw new IllegalStateException("two texts always have a difference");
  }

  private List<Line> backwards(List<int[]> trace) {
    var lines = new ArrayList<Line>();
    var x = before.size();
    var y = after.size();
    for (var d = trace.size() - 1; d >= 0; d--) {
      var furthest = trace.get(d);
      var k = x - y;
      var down = k == -d || (k != d && furthest[d + k - 1] < furthest[d + k + 1]);
      var previous = down ? k + 1 : k - 1;
      var fromX = d == 0 ? 0 : furthest[d + previous];
      var fromY = fromX - previous;
      while (x > fromX && y > Math.max(fromY, 0) && x > 0) {
        lines.add(new Line(Fate.KEPT, before.get(--x)));
        y--;
      }
      if (d > 0) {
        lines.add(
            down ? new Line(Fate.ADDED, after.get(--y)) : new Line(Fate.REMOVED, before.get(--x)));
      }
    }
    return lines.reversed();
  }

  private static String hunks(List<Line> lines) {
    var text = new StringBuilder();
    var next = 0;
    while (next < lines.size()) {
      var begin = nextChange(lines, next);
      if (begin == lines.size()) {
        break;
      }
      var end = begin;
      for (var change = begin;
          change < lines.size() && change - end <= 2 * CONTEXT;
          change = nextChange(lines, end)) {
        end = change + 1;
      }
      var from = Math.max(next, begin - CONTEXT);
      var to = Math.min(lines.size(), end + CONTEXT);
      text.append(hunk(lines, from, to));
      next = to;
    }
    return text.toString();
  }

  private static int nextChange(List<Line> lines, int from) {
    var at = from;
    while (at < lines.size() && lines.get(at).fate() == Fate.KEPT) {
      at++;
    }
    return at;
  }

  private static String hunk(List<Line> lines, int from, int to) {
    var hunk = lines.subList(from, to);
    var text = new StringBuilder();
    text.append(
        "@@ -%s +%s @@\n"
            .formatted(
                range(lines.subList(0, from), hunk, Fate.ADDED),
                range(lines.subList(0, from), hunk, Fate.REMOVED)));
    for (var line : hunk) {
      text.append(line.fate().sign).append(line.text());
      if (!line.text().endsWith("\n")) {
        text.append("\n\\ No newline at end of file\n");
      }
    }
    return text.toString();
  }

  /// First line and number of lines of the text that lacks lines of a fate.
  private static String range(List<Line> ahead, List<Line> hunk, Fate lacking) {
    var skipped = ahead.stream().filter(line -> line.fate() != lacking).count();
    var length = hunk.stream().filter(line -> line.fate() != lacking).count();
    return "%d,%d".formatted(length == 0 ? skipped : skipped + 1, length);
  }
}
