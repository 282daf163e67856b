package dev.fairlead.webhook.settings;

import java.util.Collection;
import java.util.Comparator;

/// How many letters must be put in, taken out or replaced to make one text of another.
final class EditDistance {
  private EditDistance() {}

  static int between(String one, String other) {
    var above = new int[other.length() + 1];
    for (var j = 0; j <= other.length(); j++) {
      above[j] = j;
    }
    for (var i = 1; i <= one.length(); i++) {
      var row = new int[other.length() + 1];
      row[0] = i;
      for (var j = 1; j <= other.length(); j++) {
        var replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[other.length()];
  }

  /// The nearest of some texts, which must not be none.
  static String nearest(String text, Collection<String> others) {
    return others.stream()
        .min(Comparator.comparingInt(other -> between(text, other)))
        .orElseThrow();
  }
}
