package dev.fairlead.cli.report;

import dev.fairlead.cli.check.Located;
import dev.fairlead.cli.check.Report;
import dev.fairlead.cli.check.Summary;
import dev.fairlead.policies.model.ObjectRef;
import java.io.IOException;
import java.io.Writer;
import tools.jackson.core.JsonGenerator;

/// A report as JSON for other tools; its shape is a contract, its key order too.
public final class JsonReport {
  /// Grows when a reader of the old shape would misread the new one.
  private static final int VERSION = 1;

  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  /// Writes one JSON document and leaves the writer open.
  public static void write(Report report, Writer out) throws IOException {
    JsonOutput.write(out, json -> new JsonReport(json).write(report));
  }

  private void write(Report report) {
    json.writeStartObject();
    json.writeNumberProperty("version", VERSION);
    json.writeArrayPropertyStart("findings");
    for (var finding : report.findings()) {
      write(finding);
    }
    json.writeEndArray();
    write(report.summary());
    json.writeEndObject();
  }

  private void write(Located finding) {
    json.writeStartObject();
    json.writeStringProperty("check", finding.check());
    json.writeStringProperty("severity", JsonOutput.lowerCase(finding.severity()));
    json.writeStringProperty("certainty", JsonOutput.lowerCase(finding.certainty()));
    finding.arrivalWord().ifPresent(word -> json.writeStringProperty("class", word));
    json.writeObjectPropertyStart("object");
    json.writeStringProperty("apiVersion", finding.object().apiVersion());
    writeName(finding.object());
    json.writeEndObject();
    if (finding.container().isPresent()) {
      json.writeStringProperty("container", finding.container().get());
    }
    json.writeStringProperty("field", finding.field());
    json.writeStringProperty("message", finding.message());
    json.writeArrayPropertyStart("related");
    for (var other : finding.related()) {
      json.writeStartObject();
      writeName(other.object());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringProperty("file", finding.place().file());
    json.writeNumberProperty("line", finding.place().position().line());
    json.writeNumberProperty("column", finding.place().position().column());
    json.writeEndObject();
  }

  private void writeName(ObjectRef object) {
    json.writeStringProperty("kind", object.kind());
    json.writeStringProperty("namespace", object.namespace());
    json.writeStringProperty("name", object.name());
  }

  private void write(Summary summary) {
    json.writeObjectPropertyStart("summary");
    json.writeNumberProperty("objects", summary.objects());
    json.writeNumberProperty("services", summary.services());
    json.writeNumberProperty("workloads", summary.workloads());
    json.writeNumberProperty("unreadable", summary.unreadable());
    json.writeNumberProperty("errors", summary.errors());
    json.writeNumberProperty("warnings", summary.warnings());
    json.writeNumberProperty("infos", summary.infos());
    json.writeEndObject();
  }
}
