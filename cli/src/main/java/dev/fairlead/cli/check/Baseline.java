package dev.fairlead.cli.check;

import dev.fairlead.cli.check.BaselineEntry.Mistake;
import dev.fairlead.cli.config.BadFile;
import dev.fairlead.policies.checks.Severity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Findings that were there before somebody began to look: a report names only what is new.
public final class Baseline {
  private static final String REASON = "there when the baseline was made";

  private final String file;
  private final List<BaselineEntry> entries;
  private final Map<Mistake, List<BaselineEntry>> byMistake;

  /// @param file as the user wrote it
  Baseline(String file, List<BaselineEntry> entries) {
    this.file = file;
    this.entries = List.copyOf(entries);
    this.byMistake = entries.stream().collect(Collectors.groupingBy(BaselineEntry::mistake));
  }

  /// Reads a baseline.
  ///
  /// @param file as the user wrote it
  public static Baseline read(String file) throws BadFile {
    return BaselineReader.read(file);
  }

  /// The report without what the entries let through. It notes the entries that count no longer,
  /// and those that match nothing any more.
  public Report without(Report report, LocalDate today) {
    var left = new HashMap<BaselineEntry, Long>();
    var findings = new ArrayList<Located>();
    var allowed = new ArrayList<>(report.allowed());
    for (var finding : report.findings()) {
      var entry =
          isCovered(finding) ? entry(finding, left, today) : Optional.<BaselineEntry>empty();
      entry.ifPresentOrElse(
          found -> {
            left.merge(found, found.count() - 1, (many, _) -> many - 1);
            allowed.add(new Allowed(finding, found.reason(), Allowed.By.BASELINE));
          },
          () -> findings.add(finding));
    }
    var notes = new ArrayList<>(report.notes());
    for (var entry : entries) {
      if (entry.isExpired(today)) {
        notes.add(said(entry, "expired on " + entry.expires().orElseThrow()));
      } else if (!left.containsKey(entry)) {
        notes.add(said(entry, "matches nothing any more: take it out"));
      }
    }
    return new Report(
        findings,
        report.summary().of(findings),
        report.judged(),
        allowed,
        report.documents(),
        notes);
  }

  /// A document that cannot be read hides others, and infos fail nobody.
  private static boolean isCovered(Located finding) {
    return !finding.check().equals(Located.UNREADABLE_MANIFEST)
        && finding.severity() != Severity.INFO;
  }

  private Optional<BaselineEntry> entry(
      Located finding, Map<BaselineEntry, Long> left, LocalDate today) {
    return byMistake.getOrDefault(Mistake.of(finding), List.of()).stream()
        .filter(entry -> !entry.isExpired(today))
        .filter(entry -> left.getOrDefault(entry, entry.count()) > 0)
        .findFirst();
  }

  private String said(BaselineEntry entry, String what) {
    return "%s:%s: the entry for %s %s".formatted(file, entry.position(), entry.mistake(), what);
  }

  /// The text of a baseline that lets all findings of a report through.
  ///
  /// @param earlier whose reasons and days are kept where an entry matches
  public static String text(Report report, Optional<Baseline> earlier) {
    var counts = new LinkedHashMap<Mistake, Integer>();
    report.findings().stream()
        .filter(Baseline::isCovered)
        .forEach(finding -> counts.merge(Mistake.of(finding), 1, Integer::sum));
    var text =
        new StringBuilder(
            """
            # Findings that fairlead check does not report: check --baseline FILE. Give each its reason; expires: "YYYY-MM-DD"
            # is the last day on which an entry counts.
            apiVersion: fairlead.dev/v1
            kind: Baseline
            """);
    text.append(counts.isEmpty() ? "findings: []\n" : "findings:\n");
    counts.forEach((mistake, count) -> append(text, mistake, count, earlier));
    return text.toString();
  }

  private static void append(
      StringBuilder text, Mistake mistake, int count, Optional<Baseline> earlier) {
    var known =
        earlier.stream()
            .flatMap(baseline -> baseline.byMistake.getOrDefault(mistake, List.of()).stream())
            .findFirst();
    text.append("  - check: ").append(mistake.check()).append('\n');
    line(text, "object", mistake.object());
    line(text, "namespace", mistake.namespace());
    if (!mistake.container().isEmpty()) {
      line(text, "container", mistake.container());
    }
    line(text, "field", mistake.field());
    if (count > 1) {
      text.append("    count: ").append(count).append('\n');
    }
    line(text, "reason", known.map(BaselineEntry::reason).orElse(REASON));
    known.flatMap(BaselineEntry::expires).ifPresent(day -> line(text, "expires", day.toString()));
  }

  private static void line(StringBuilder text, String key, String value) {
    var quoted = value.replace("\\", "\\\\").replace("\"", "\\\"");
    text.append("    %s: \"%s\"\n".formatted(key, quoted));
  }
}
