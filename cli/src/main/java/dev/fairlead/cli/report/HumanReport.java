package dev.fairlead.cli.report;

import dev.fairlead.cli.check.Located;
import dev.fairlead.cli.check.Place;
import dev.fairlead.cli.check.Report;
import dev.fairlead.cli.check.Summary;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/// A report for a person at a terminal.
public final class HumanReport {
  /// Which findings are written.
  public enum Shown {
    ALL,
    NO_INFOS
  }

  /// A longer line is machine-made, such as JSON without line breaks: nobody would find the caret.
  private static final int LONGEST_SOURCE = 160;

  private final PrintWriter out;
  private final Ansi ansi;
  private final Shown shown;

  public HumanReport(PrintWriter out, Ansi ansi, Shown shown) {
    this.out = out;
    this.ansi = ansi;
    this.shown = shown;
  }

  public void write(Report report) {
    for (var finding : report.findings()) {
      if (finding.severity() != Severity.INFO || shown == Shown.ALL) {
        write(finding);
      }
    }
    write(report.summary(), report.allowed().size());
  }

  private void write(Located finding) {
    var severity = finding.severity().name().toLowerCase(Locale.ROOT);
    var heading =
        styled(color(finding.severity()) + ",bold", "%s[%s]".formatted(severity, finding.check()));
    line(heading + " " + PlainText.line(finding.place()));
    line("  " + PlainText.line(finding.text()));
    writeSource(finding.place());
    for (var other : finding.related()) {
      var where = other.place().map(place -> " at " + place).orElse(", which is in no file");
      line("  other side: " + PlainText.line(other.object() + where));
    }
    if (!finding.check().equals(Located.UNREADABLE_MANIFEST)) {
      line(
          "  in namespace %s; more: fairlead explain %s"
              .formatted(PlainText.line(finding.object().namespace()), finding.check()));
    }
    line("");
  }

  private void writeSource(Place place) {
    var source = place.source().filter(line -> line.length() <= LONGEST_SOURCE);
    if (source.isEmpty() || source.get().isBlank()) {
      return;
    }
    var number = Integer.toString(place.position().line());
    var before = Math.min(place.position().column() - 1, source.get().length());
    var margin = " ".repeat(number.length());
    line(faint("  %s | ".formatted(number)) + source.get());
    line(faint("  %s | ".formatted(margin)) + " ".repeat(before) + styled("bold", "^"));
  }

  private void write(Summary summary, int allowed) {
    var judged =
        "%s judged (%s, %s)"
            .formatted(
                count(summary.objects(), "object"),
                count(summary.services(), "Service"),
                count(summary.workloads(), "workload"));
    var parts = new ArrayList<String>();
    add(parts, Severity.ERROR, summary.errors(), "");
    add(parts, Severity.WARNING, summary.warnings(), "");
    add(parts, Severity.INFO, summary.infos(), shown == Shown.ALL ? "" : " (--info shows them)");
    var found = parts.isEmpty() ? styled("green", "no findings") : String.join(", ", parts);
    var let = allowed > 0 ? "; %d allowed by annotation".formatted(allowed) : "";
    line("%s: %s%s".formatted(judged, found, let));
  }

  private void add(List<String> parts, Severity severity, int many, String hint) {
    if (many > 0) {
      var name = severity.name().toLowerCase(Locale.ROOT);
      parts.add(styled(color(severity), count(many, name)) + hint);
    }
  }

  private static String count(int many, String name) {
    return "%d %s%s".formatted(many, name, many == 1 ? "" : "s");
  }

  private static String color(Severity severity) {
    return switch (severity) {
      case ERROR -> "red";
      case WARNING -> "yellow";
      case INFO -> "cyan";
    };
  }

  private String faint(String text) {
    return styled("faint", text);
  }

  /// Only for text of our own: a user's could hold markup.
  private String styled(String style, String text) {
    return ansi.string("@|%s %s|@".formatted(style, text));
  }

  /// Ends lines alike on every system.
  private void line(String text) {
    out.print(text + "\n");
  }
}
