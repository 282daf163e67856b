package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.Position;
import dev.fairlead.policies.model.PlainText;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/// Findings that are not to be reported again.
///
/// @param count how many findings of this mistake it lets through, at least 1
/// @param reason why, in the words of whoever accepted them
/// @param expires the last day on which it counts
/// @param position where it stands in its file
record BaselineEntry(
    Mistake mistake, long count, String reason, Optional<LocalDate> expires, Position position) {
  /// What is wrong where, however it is worded, and wherever it stands in which file.
  ///
  /// @param object `Kind/name`
  /// @param container empty where the finding is about none
  /// @param field without the numbers of items: a list may get others
  record Mistake(String check, String namespace, String object, String container, String field) {
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    static Mistake of(Located finding) {
      return new Mistake(
          finding.check(),
          PlainText.line(finding.object().namespace()),
          PlainText.line(finding.object()),
          PlainText.line(finding.container().orElse("")),
          PlainText.line(INDEX.matcher(finding.field()).replaceAll("[]")));
    }

    @Override
    public String toString() {
      return "%s of %s in %s".formatted(check, object, namespace);
    }
  }

  boolean isExpired(LocalDate today) {
    return expires.filter(last -> last.isBefore(today)).isPresent();
  }
}
