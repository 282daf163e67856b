package dev.fairlead.webhook.review;

import dev.fairlead.policies.model.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The warnings of one answer, within the lengths that the API server and its clients pass on whole
/// (kubernetes/apiserver, pkg/endpoints/filters/warning.go).
final class Warnings {
  /// Few enough to be read, and to leave room for the warnings of other webhooks.
  static final int MAX_LINES = 10;

  /// Beyond 4096 characters a request, of all webhooks together, the API server cuts and drops.
  static final int MAX_BYTES = 4096;

  private Warnings() {}

  /// As many as fit, in their order; a last line counts the rest.
  static List<String> fitted(List<String> warnings) {
    var lines =
        warnings.stream()
            .map(warning -> PlainText.line(warning, PlainText.LONGEST_WARNING))
            .filter(line -> !line.isBlank())
            .distinct()
            .toList();
    var fitting = fitting(lines, MAX_LINES, MAX_BYTES);
    if (fitting == lines.size()) {
      return lines;
    }
    var room = MAX_BYTES - bytes(rest(lines.size()));
    var kept = new ArrayList<>(lines.subList(0, fitting(lines, MAX_LINES - 1, room)));
    kept.add(rest(lines.size() - kept.size()));
    return kept;
  }

  private static int fitting(List<String> lines, int maxLines, int maxBytes) {
    var count = 0;
    var total = 0;
    for (var line : lines) {
      total += bytes(line);
      if (count == maxLines || total > maxBytes) {
        return count;
      }
      count++;
    }
    return count;
  }

  private static String rest(int count) {
    return count + " more warnings; run fairlead check to see every finding";
  }

  private static int bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length;
  }
}
