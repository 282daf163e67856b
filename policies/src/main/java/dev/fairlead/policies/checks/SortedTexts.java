package dev.fairlead.policies.checks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// An index of texts, in their order. It gives those that are a few edits away from another text.
/// Texts with the same beginning are looked at together, and are left together once that beginning
/// differs too much.
public final class SortedTexts {
  /// A text and how many insertions, deletions and replacements make it of the one asked for.
  public record Found(String text, int edits) {}

  private final List<String> texts;

  public SortedTexts(Collection<String> texts) {
    this.texts = texts.stream().distinct().sorted().toList();
  }

  List<String> all() {
    return texts;
  }

  boolean has(String text) {
    var place = firstNotBefore(text);
    return place < texts.size() && texts.get(place).equals(text);
  }

  /// Those that begin with a text.
  List<String> beginningWith(String start) {
    var from = firstNotBefore(start);
    return texts.subList(from, endOf(start, from));
  }

  /// True where one of them begins with a text, or the text with it; the empty one does not count.
  boolean haveBeginningOf(String asked) {
    for (var end = 1; end <= asked.length(); end++) {
      if (has(asked.substring(0, end))) {
        return true;
      }
    }
    return !beginningWith(asked).isEmpty();
  }

  /// Those within so many edits, in their order.
  List<Found> within(int most, String asked) {
    return new Walk(asked, most).found();
  }

  /// The first of those that take the fewest edits; empty where there is none at all.
  public Optional<Found> nearest(String asked) {
    var longest = texts.stream().mapToInt(String::length).max().orElse(0);
    return within(Math.max(longest, asked.length()), asked).stream()
        .min(Comparator.comparingInt(Found::edits));
  }

  private int firstNotBefore(String text) {
    var low = 0;
    var high = texts.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (texts.get(middle).compareTo(text) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The first place from `from` on whose text does not begin so.
  private int endOf(String start, int from) {
    var low = from;
    var high = texts.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (texts.get(middle).startsWith(start)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The table of edits of one text after the other; what their beginnings share is kept.
  private final class Walk {
    private final String asked;
    private final int most;

    /// A row for each beginning of the text at hand: the edits that make it of each beginning of
    /// the one asked for, or more than `most`.
    private final List<int[]> rows = new ArrayList<>();

    private String at = "";

    Walk(String asked, int most) {
      this.asked = asked;
      this.most = most;
      var first = new int[asked.length() + 1];
      Arrays.setAll(first, i -> Math.min(i, most + 1));
      rows.add(first);
    }

    List<Found> found() {
      var found = new ArrayList<Found>();
      var place = 0;
      while (place < texts.size()) {
        var text = texts.get(place);
        var end = filledFor(text);
        if (end < text.length()) {
          place = endOf(text.substring(0, end), place);
          continue;
        }
        var edits = rows.get(end)[asked.length()];
        if (edits <= most) {
          found.add(new Found(text, edits));
        }
        place++;
      }
      return found;
    }

    /// Fills the rows of a text; returns how many letters it takes to differ too much.
    private int filledFor(String text) {
      var shared = shared(text);
      while (rows.size() > shared + 1) {
        rows.removeLast();
      }
      at = text;
      for (var letters = shared; letters < text.length(); letters++) {
        rows.add(next(letters + 1));
        if (allAbove(most, rows.getLast())) {
          return letters + 1;
        }
      }
      return text.length();
    }

    /// How many of the first letters have their rows already.
    private int shared(String text) {
      var longest = Math.min(Math.min(text.length(), at.length()), rows.size() - 1);
      var shared = 0;
      while (shared < longest && text.charAt(shared) == at.charAt(shared)) {
        shared++;
      }
      return shared;
    }

    private static boolean allAbove(int limit, int[] row) {
      for (var edits : row) {
        if (edits <= limit) {
          return false;
        }
      }
      return true;
    }

    /// The row of the first `letters` of the text.
    private int[] next(int letters) {
      var above = rows.getLast();
      var letter = at.charAt(letters - 1);
      var row = new int[above.length];
      Arrays.fill(row, most + 1);
      for (var i = Math.max(0, letters - most); i < Math.min(row.length, letters + most + 1); i++) {
        var edits =
            i == 0
                ? letters
                : Math.min(
                    above[i - 1] + (asked.charAt(i - 1) == letter ? 0 : 1),
                    1 + Math.min(above[i], row[i - 1]));
        row[i] = Math.min(edits, most + 1);
      }
      return row;
    }
  }
}
