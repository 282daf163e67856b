package dev.fairlead.cli.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.fairlead.policies.model.ObjectRef;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

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
    var factory = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (var json = factory.createGenerator(out)) {
      var separators =
          Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
      var indenter = new DefaultIndenter("  ", "\n");
      json.setPrettyPrinter(
          new DefaultPrettyPrinter(separators)
              .withObjectIndenter(indenter)
              .withArrayIndenter(indenter));
      new JsonReport(json).write(report);
    }
    out.write("\n");
  }

  private void write(Report report) throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", VERSION);
    json.writeArrayFieldStart("findings");
    for (var finding : report.findings()) {
      write(finding);
    }
    json.writeEndArray();
    write(report.summary());
    json.writeEndObject();
  }

  private void write(Located finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("check", finding.check());
    json.writeStringField("severity", lowerCase(finding.severity()));
    json.writeStringField("certainty", lowerCase(finding.certainty()));
    json.writeObjectFieldStart("object");
    json.writeStringField("apiVersion", finding.object().apiVersion());
    writeName(finding.object());
    json.writeEndObject();
    if (finding.container().isPresent()) {
      json.writeStringField("container", finding.container().get());
    }
    json.writeStringField("field", finding.field());
    json.writeStringField("message", finding.message());
    json.writeArrayFieldStart("related");
    for (var other : finding.related()) {
      json.writeStartObject();
      writeName(other.object());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("file", finding.place().file());
    json.writeNumberField("line", finding.place().position().line());
    json.writeNumberField("column", finding.place().position().column());
    json.writeEndObject();
  }

  private void writeName(ObjectRef object) throws IOException {
    json.writeStringField("kind", object.kind());
    json.writeStringField("namespace", object.namespace());
    json.writeStringField("name", object.name());
  }

  private void write(Summary summary) throws IOException {
    json.writeObjectFieldStart("summary");
    json.writeNumberField("objects", summary.objects());
    json.writeNumberField("services", summary.services());
    json.writeNumberField("workloads", summary.workloads());
    json.writeNumberField("unreadable", summary.unreadable());
    json.writeNumberField("errors", summary.errors());
    json.writeNumberField("warnings", summary.warnings());
    json.writeNumberField("infos", summary.infos());
    json.writeEndObject();
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
