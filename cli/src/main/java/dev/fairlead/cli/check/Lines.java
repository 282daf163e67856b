package dev.fairlead.cli.check;

import java.util.Arrays;
import java.util.Optional;

/// The lines of a file. They are found once, when the first is asked for: a file may have a hundred
/// thousand of them, and a finding in many.
final class Lines {
  private final String text;

  /// Where each line begins; empty until somebody asks.
  private int[] starts = {};

  Lines(String text) {
    this.text = text;
  }

  /// A line without its end; empty where the text has no such line.
  ///
  /// @param number counted from 1
  Optional<String> line(int number) {
    if (starts.length == 0) {
      starts = find();
    }
    if (number < 1 || number > starts.length) {
      return Optional.empty();
    }
    var begin = starts[number - 1];
    var end = number == starts.length ? text.length() : starts[number];
    return text.substring(begin, end).lines().findFirst().or(() -> Optional.of(""));
  }

  private int[] find() {
    var found = new int[16];
    var count = 0;
    for (var begin = 0; begin < text.length(); begin = next(begin)) {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = begin;
    }
    return Arrays.copyOf(found, count);
  }

  /// Behind the line break of the line that begins here: `\n`, `\r` or both.
  private int next(int begin) {
    for (var i = begin; i < text.length(); i++) {
      if (text.charAt(i) == '\n' || (text.charAt(i) == '\r' && !text.startsWith("\n", i + 1))) {
        return i + 1;
      }
    }
    return text.length();
  }
}
