package dev.fairlead.cli.report;

import dev.fairlead.cli.check.Located;
import dev.fairlead.cli.check.Report;
import dev.fairlead.policies.checks.Severity;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/// A report as annotations of a run of GitHub Actions, the errors first, and as the summary of a
/// step, which holds all findings:
/// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
public final class GithubReport {
  /// How many annotations of a kind GitHub shows of a step.
  private static final int MOST_OF_A_KIND = 10;

  /// How many findings a summary lists: GitHub takes a mebibyte of a step.
  private static final int MOST_ROWS = 1_000;

  private final RepositoryPaths paths = new RepositoryPaths();
  private final List<Located> findings;

  public GithubReport(Report report) {
    this.findings = report.findings();
  }

  /// Writes a workflow command a line.
  public void writeAnnotations(Writer out) throws IOException {
    for (var severity : Severity.values()) {
      for (var finding : of(severity).stream().limit(MOST_OF_A_KIND).toList()) {
        out.write(annotation(finding) + "\n");
      }
    }
  }

  /// How many findings have no annotation.
  public int left() {
    var left = 0;
    for (var severity : Severity.values()) {
      left += Math.max(0, of(severity).size() - MOST_OF_A_KIND);
    }
    return left;
  }

  private List<Located> of(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  private String annotation(Located finding) {
    var place = finding.place();
    return "::%s file=%s,line=%d,endLine=%d,col=%d,endColumn=%d,title=%s::%s"
        .formatted(
            command(finding.severity()),
            property(paths.of(place.file())),
            place.position().line(),
            place.position().line(),
            place.position().column(),
            place.end() - 1,
            property(finding.check()),
            data(finding.text()));
  }

  private static String command(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "notice";
    };
  }

  /// Quotes as the runner takes quotes away (actions/toolkit, packages/core/src/command.ts).
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  /// The summary of a step, in Markdown.
  public String summary() {
    var text = new StringBuilder("### Fairlead\n\n");
    if (findings.isEmpty()) {
      return text.append("No findings.\n").toString();
    }
    text.append("| | place | check | finding |\n|---|---|---|---|\n");
    for (var severity : Severity.values()) {
      of(severity).forEach(finding -> text.append(row(finding)));
    }
    var lines = text.toString().lines().toList();
    var most = MOST_ROWS + 4;
    if (lines.size() <= most) {
      return text.toString();
    }
    return String.join("\n", lines.subList(0, most))
        + "\n\nand %d more.\n".formatted(lines.size() - most);
  }

  private String row(Located finding) {
    return "| %s | %s:%d | %s | %s |\n"
        .formatted(
            finding.severity().name().toLowerCase(Locale.ROOT),
            cell(paths.of(finding.place().file())),
            finding.place().position().line(),
            finding.check(),
            cell(finding.text()));
  }

  /// A user's text, which could hold markup.
  private static String cell(String text) {
    return text.replaceAll("[\\\\`*_{}\\[\\]<>#|!~&]", "\\\\$0");
  }
}
