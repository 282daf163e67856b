package dev.fairlead.cli.report;

import dev.fairlead.cli.check.Allowed;
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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
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

  /// How it looks.
  ///
  /// @param columns of the terminal; empty where lines may have any length
  public record Style(Ansi ansi, OptionalInt columns) {
    /// For files, and for other programs.
    public static final Style PLAIN = new Style(Ansi.OFF, OptionalInt.empty());
  }

  private final PrintWriter out;
  private final Ansi ansi;
  private final OptionalInt columns;
  private final Shown shown;

  public HumanReport(PrintWriter out, Style style, Shown shown) {
    this.out = out;
    this.ansi = style.ansi();
    this.columns = style.columns();
    this.shown = shown;
  }

  public void write(Report report) {
    for (var finding : report.findings()) {
      if (finding.severity() != Severity.INFO || shown == Shown.ALL) {
        write(finding);
      }
    }
    write(report.summary(), report.allowed());
  }

  private void write(Located finding) {
    var severity = finding.severity().name().toLowerCase(Locale.ROOT);
    var heading =
        styled(color(finding.severity()) + ",bold", "%s[%s]".formatted(severity, finding.check()));
    line(heading + ": " + Headline.of(finding));
    var others = finding.related();
    var places =
        Stream.concat(
            Stream.of(finding.place(), finding.marked()),
            others.stream().flatMap(other -> other.place().stream()));
    var margin = places.mapToInt(place -> number(place).length()).max().orElse(1);
    writePlace("at " + finding.place(), finding, margin);
    for (var other : others) {
      var where = other.place().map(place -> " at " + place).orElse(", which is in no file");
      text("other side: " + other.object() + where);
      other.place().ifPresent(place -> writeMarked(place, "", margin));
    }
    text(withoutObject(finding));
    if (finding.isCut()) {
      line("  this worked before");
    }
    var namespace = finding.object().namespace();
    var where = namespace.isEmpty() ? "" : "in namespace %s; ".formatted(PlainText.line(namespace));
    text("%smore: fairlead explain %s".formatted(where, finding.check()));
    line("");
  }

  private void writePlace(String where, Located finding, int margin) {
    text(where);
    var place = finding.place();
    var marked = finding.marked();
    if (marked.position().line() > place.position().line()) {
      writeLine(place, margin);
      if (marked.position().line() > place.position().line() + 1) {
        line(faint("  %s ...".formatted(" ".repeat(margin))));
      }
    }
    writeMarked(marked, finding.remedy().map(" write "::concat).orElse(""), margin);
  }

  private static String number(Place place) {
    return Integer.toString(place.position().line());
  }

  /// The headline names the object already.
  private static String withoutObject(Located finding) {
    var object = finding.object() + " ";
    return finding.text().startsWith(object)
        ? finding.text().substring(object.length())
        : finding.text();
  }

  /// A line of a file, cut where the terminal ends.
  private Optional<String> source(Place place, int margin) {
    return place
        .source()
        .filter(line -> line.length() <= LONGEST_SOURCE && !line.isBlank())
        .map(line -> cut(line, margin));
  }

  private String cut(String line, int margin) {
    var room = columns.orElse(Integer.MAX_VALUE) - margin - "   | ".length();
    return line.codePointCount(0, line.length()) <= room
        ? line
        : line.substring(0, line.offsetByCodePoints(0, room - 1)) + "…";
  }

  private void writeLine(Place place, int margin) {
    source(place, margin)
        .ifPresent(
            source ->
                line(
                    faint(
                            "  %s | "
                                .formatted(
                                    " ".repeat(margin - number(place).length()) + number(place)))
                        + source));
  }

  /// @param label what to say beside the marks
  private void writeMarked(Place place, String label, int margin) {
    writeLine(place, margin);
    source(place, margin)
        .ifPresent(
            source -> {
              var length = source.codePointCount(0, source.length());
              var before = Math.min(place.position().column() - 1, length);
              var marks = Math.max(1, Math.min(place.end() - 1, length) - before);
              line(
                  faint("  %s | ".formatted(" ".repeat(margin)))
                      + " ".repeat(before)
                      + styled("bold", "^".repeat(marks))
                      + PlainText.line(label));
            });
  }

  private void write(Summary summary, List<Allowed> allowed) {
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
    var annotated = let(allowed, Allowed.By.ANNOTATION, "; %d allowed by annotation");
    var commented = let(allowed, Allowed.By.COMMENT, "; %d allowed by comment");
    var old = let(allowed, Allowed.By.BASELINE, "; %d in the baseline");
    var standing = let(allowed, Allowed.By.STANDING, "; %d there before");
    line("%s: %s%s%s%s%s".formatted(judged, found, annotated, commented, old, standing));
  }

  private static String let(List<Allowed> allowed, Allowed.By by, String words) {
    var many =
        allowed.stream()
            .filter(each -> each.by() == by && each.finding().severity() != Severity.INFO)
            .count();
    return many > 0 ? words.formatted(many) : "";
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

  /// Writes text below a heading, in as many lines as it takes.
  private void text(String text) {
    var indent = "  ";
    for (var part : wrapped(PlainText.line(text), columns.orElse(Integer.MAX_VALUE) - 2)) {
      line(indent + part);
      indent = "    ";
    }
  }

  /// Breaks at spaces; a word that is longer than a line stays whole, so that it can be copied.
  private static List<String> wrapped(String text, int room) {
    if (text.length() <= room) {
      return List.of(text);
    }
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      var left = lines.isEmpty() ? room : room - 2;
      if (!line.isEmpty() && line.length() + 1 + word.length() > left) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// Ends lines alike on every system.
  private void line(String text) {
    out.print(text + "\n");
  }
}
