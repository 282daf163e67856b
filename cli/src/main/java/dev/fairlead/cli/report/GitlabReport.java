package dev.fairlead.cli.report;

import dev.fairlead.cli.check.Located;
import dev.fairlead.cli.check.Report;
import dev.fairlead.policies.checks.Severity;
import java.io.IOException;
import java.io.Writer;
import tools.jackson.core.JsonGenerator;

/// A report as GitLab's Code Quality reads it:
/// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
public final class GitlabReport {
  private final JsonGenerator json;
  private final RepositoryPaths paths = new RepositoryPaths();
  private final Fingerprints fingerprints = new Fingerprints();

  private GitlabReport(JsonGenerator json) {
    this.json = json;
  }

  /// Writes one JSON document and leaves the writer open.
  public static void write(Report report, Writer out) throws IOException {
    JsonOutput.write(out, json -> new GitlabReport(json).write(report));
  }

  private void write(Report report) {
    json.writeStartArray();
    for (var finding : report.findings()) {
      write(finding);
    }
    json.writeEndArray();
  }

  private void write(Located finding) {
    var file = paths.of(finding.place().file());
    json.writeStartObject();
    json.writeStringProperty("description", finding.text());
    json.writeStringProperty("check_name", finding.check());
    json.writeStringProperty("fingerprint", fingerprints.next(finding, file));
    json.writeStringProperty("severity", severity(finding.severity()));
    json.writeObjectPropertyStart("location");
    json.writeStringProperty("path", file);
    json.writeObjectPropertyStart("lines");
    json.writeNumberProperty("begin", finding.place().position().line());
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  /// Above `critical` GitLab only knows `blocker`, which we leave to others.
  private static String severity(Severity severity) {
    return switch (severity) {
      case ERROR -> "critical";
      case WARNING -> "minor";
      case INFO -> "info";
    };
  }
}
