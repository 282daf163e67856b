package dev.fairlead.cli;

import dev.fairlead.cli.check.Report;
import dev.fairlead.cli.report.Format;
import dev.fairlead.cli.report.GithubReport;
import dev.fairlead.cli.report.GitlabReport;
import dev.fairlead.cli.report.HumanReport;
import dev.fairlead.cli.report.JsonReport;
import dev.fairlead.cli.report.JunitReport;
import dev.fairlead.cli.report.Output;
import dev.fairlead.cli.report.OutputFile;
import dev.fairlead.cli.report.SarifReport;
import dev.fairlead.policies.checks.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Writes one report in every format that is asked for.
///
/// @param shown of the human format
/// @param failing the severities that make the command fail
/// @param say tells the user something that belongs to no report
record CheckOutputs(
    List<Output> wanted,
    HumanReport.Shown shown,
    Set<Severity> failing,
    PrintWriter out,
    HumanReport.Style style,
    Consumer<String> say) {
  /// Where a step of GitHub Actions finds the name of the file for its summary.
  private static final String STEP_SUMMARY = "GITHUB_STEP_SUMMARY";

  /// Writes files first, so that what stands on standard output is true of them.
  ///
  /// @return false where a file could not be written
  boolean write(Report report) throws IOException {
    for (var output : wanted) {
      if (output.file().isPresent() && !write(report, output.format(), output.file().get())) {
        return false;
      }
    }
    for (var output : wanted) {
      if (output.file().isEmpty()) {
        write(report, output.format(), out, style);
      }
    }
    return true;
  }

  private boolean write(Report report, Format format, Path file) throws IOException {
    var text = new StringWriter();
    write(report, format, new PrintWriter(text), HumanReport.Style.PLAIN);
    var failure = OutputFile.write(file, text.toString());
    failure.ifPresent(reason -> say.accept(file + " " + reason));
    return failure.isEmpty();
  }

  private void write(Report report, Format format, PrintWriter to, HumanReport.Style look)
      throws IOException {
    switch (format) {
      case HUMAN -> {
        if (report.readAnything()) {
          new HumanReport(to, look, shown).write(report);
        }
      }
      case JSON -> JsonReport.write(report, to);
      case SARIF -> SarifReport.write(report, to);
      case JUNIT -> JunitReport.write(report, failing, to);
      case GITHUB -> writeForGithub(new GithubReport(report), to);
      case GITLAB -> GitlabReport.write(report, to);
    }
    to.flush();
  }

  /// Adds to the summary of the step, where the command runs in one.
  private void writeForGithub(GithubReport report, PrintWriter to) throws IOException {
    report.writeAnnotations(to);
    var summary = System.getenv(STEP_SUMMARY);
    if (summary != null && !summary.isEmpty()) {
      OutputFile.append(Path.of(summary), report.summary())
          .ifPresent(reason -> say.accept("%s=%s %s".formatted(STEP_SUMMARY, summary, reason)));
    } else if (report.left() > 0) {
      say.accept(
          "%d more findings have no annotation: GitHub shows ten of a kind; where %s is set, the"
                  .formatted(report.left(), STEP_SUMMARY)
              + " summary of the step lists them");
    }
  }
}
