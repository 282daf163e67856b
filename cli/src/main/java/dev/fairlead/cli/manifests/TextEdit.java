package dev.fairlead.cli.manifests;

import java.util.Comparator;
import java.util.List;

/// A text that replaces the text between two offsets.
record TextEdit(int begin, int end, String replacement) {
  static TextEdit insert(int at, String text) {
    return new TextEdit(at, at, text);
  }

  /// The text with every edit made; those at one place in their order.
  static String apply(List<TextEdit> edits, String text) {
    var edited = new StringBuilder();
    var done = 0;
    for (var edit : edits.stream().sorted(Comparator.comparingInt(TextEdit::begin)).toList()) {
      edited.append(text, done, Math.max(done, edit.begin())).append(edit.replacement());
      done = Math.max(done, edit.end());
    }
    return edited.append(text, done, text.length()).toString();
  }
}
