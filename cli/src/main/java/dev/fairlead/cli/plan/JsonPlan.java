package dev.fairlead.cli.plan;

import dev.fairlead.cli.report.JsonOutput;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PlainText;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// A plan as JSON for other tools.
public final class JsonPlan {
  /// Grows when a reader of the old shape would misread the new one.
  private static final int VERSION = 1;

  private final JsonGenerator json;

  private JsonPlan(JsonGenerator json) {
    this.json = json;
  }

  /// Writes one JSON document and leaves the writer open.
  public static void write(PlanReport report, Writer out) throws IOException {
    JsonOutput.write(out, json -> new JsonPlan(json).write(report));
  }

  private void write(PlanReport report) {
    json.writeStartObject();
    json.writeNumberProperty("version", VERSION);
    text("before", report.before());
    text("after", report.after());
    text("order", report.client().toString());
    json.writeArrayPropertyStart("steps");
    for (var at = 0; at < report.steps().size(); at++) {
      write(at + 1, report.steps().get(at));
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("ports");
    report.histories().forEach(this::write);
    json.writeEndArray();
    json.writeArrayPropertyStart("advice");
    report.advice().forEach(this::write);
    json.writeEndArray();
    json.writeObjectPropertyStart("summary");
    json.writeNumberProperty("steps", report.steps().size());
    json.writeNumberProperty("losing", report.losing());
    json.writeNumberProperty("refused", report.refused());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void write(int number, JudgedStep judged) {
    json.writeStartObject();
    json.writeNumberProperty("number", number);
    text("operation", judged.step().operation().toString());
    write("object", judged.step().sent().ref());
    json.writeObjectPropertyStart("admission");
    for (var level : Walk.LEVELS) {
      var admission = judged.at(level);
      json.writeObjectPropertyStart(level.label());
      text("answer", admission.answer().toString());
      texts("messages", admission.lines());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void write(String property, ObjectRef object) {
    json.writeObjectPropertyStart(property);
    text("apiVersion", object.apiVersion());
    text("kind", object.kind());
    text("namespace", object.namespace());
    text("name", object.name());
    json.writeEndObject();
  }

  private void write(PortHistory history) {
    json.writeStartObject();
    write("service", history.port().service());
    json.writeNumberProperty("port", history.port().number());
    text("protocol", history.port().protocol());
    text("result", history.result().toString());
    gaps("losses", history.losses());
    gaps("waits", history.waits());
    json.writeArrayPropertyStart("reaches");
    for (var reach : history.reaches()) {
      json.writeStartObject();
      text("wiring", reach.wiring().toString());
      texts("workloads", reach.workloads());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void gaps(String property, List<Gap> gaps) {
    json.writeArrayPropertyStart(property);
    for (var gap : gaps) {
      json.writeStartObject();
      json.writeNumberProperty("from", gap.from());
      if (gap.to().isPresent()) {
        json.writeNumberProperty("to", gap.to().getAsInt());
      } else {
        json.writeNullProperty("to");
      }
      text("why", gap.why().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void write(Advice advice) {
    json.writeStartObject();
    write("object", advice.about());
    json.writeArrayPropertyStart("alternatives");
    for (var way : advice.alternatives()) {
      json.writeStartObject();
      text("kind", way.kind().toString());
      text("summary", way.summary());
      json.writeArrayPropertyStart("parts");
      for (var part : way.parts()) {
        json.writeStartObject();
        text("text", part.text());
        if (!part.manifest().isEmpty()) {
          json.writeStringProperty("manifest", PlainText.lines(part.manifest()));
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void texts(String property, List<String> texts) {
    json.writeArrayPropertyStart(property);
    texts.forEach(text -> json.writeString(PlainText.line(text)));
    json.writeEndArray();
  }

  private void text(String property, String text) {
    json.writeStringProperty(property, PlainText.line(text));
  }
}
