package dev.fairlead.cli.graph;

import dev.fairlead.cli.report.JsonOutput;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.topology.Link;
import dev.fairlead.policies.topology.Node;
import dev.fairlead.policies.topology.Topology;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// A topology as JSON for other tools.
public final class JsonGraph {
  /// Grows when a reader of the old shape would misread the new one.
  private static final int VERSION = 1;

  private final JsonGenerator json;
  private final Drawing drawing;

  private JsonGraph(JsonGenerator json, Drawing drawing) {
    this.json = json;
    this.drawing = drawing;
  }

  /// Writes one JSON document and leaves the writer open.
  public static void write(Topology topology, Writer out) throws IOException {
    JsonOutput.write(out, json -> new JsonGraph(json, Drawing.of(topology)).write());
  }

  private void write() {
    json.writeStartObject();
    json.writeNumberProperty("version", VERSION);
    json.writeArrayPropertyStart("nodes");
    drawing.topology().nodes().forEach(this::write);
    json.writeEndArray();
    json.writeArrayPropertyStart("links");
    drawing.topology().links().forEach(this::write);
    json.writeEndArray();
    json.writeObjectPropertyStart("summary");
    json.writeNumberProperty("nodes", drawing.topology().nodes().size());
    json.writeNumberProperty("links", drawing.topology().links().size());
    json.writeNumberProperty("broken", drawing.broken());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void write(Node node) {
    var ref = node.ref();
    json.writeStartObject();
    text("id", drawing.id(ref));
    text("role", word(node.role()));
    text("apiVersion", ref.apiVersion());
    text("kind", ref.kind());
    text("namespace", ref.namespace());
    text("name", ref.name());
    json.writeBooleanProperty("broken", node.isBroken());
    write(node.findings());
    json.writeEndObject();
  }

  private void write(Link link) {
    json.writeStartObject();
    text("from", drawing.id(link.from()));
    text("to", drawing.id(link.to()));
    json.writeBooleanProperty("broken", link.isBroken());
    switch (link) {
      case Link.Call call -> {
        var reference = call.reference();
        text("kind", "call");
        text("container", reference.container());
        text("field", reference.field().toString());
        optional("variable", reference.variable());
        text("host", reference.host());
        reference.port().ifPresent(port -> json.writeNumberProperty("port", port));
        write(call.findings());
      }
      case Link.Reach reach -> {
        text("kind", "reach");
        json.writeArrayPropertyStart("ports");
        reach.ports().forEach(this::write);
        json.writeEndArray();
      }
    }
    json.writeEndObject();
  }

  private void write(Link.Port port) {
    json.writeStartObject();
    text("name", port.port().name());
    json.writeNumberProperty("port", port.port().port());
    text("protocol", port.port().protocol());
    text("targetPort", Labels.target(port));
    text("resolution", word(port.resolution()));
    port.declared()
        .ifPresent(
            declared -> {
              text("container", declared.container().name());
              json.writeNumberProperty("containerPort", declared.port().number());
            });
    json.writeBooleanProperty("broken", !port.breaks().isEmpty());
    write(port.findings());
    json.writeEndObject();
  }

  private void write(List<Finding> findings) {
    json.writeArrayPropertyStart("findings");
    for (var finding : findings) {
      json.writeStartObject();
      text("check", finding.check().id());
      text("severity", JsonOutput.lowerCase(finding.severity()));
      text("certainty", JsonOutput.lowerCase(finding.certainty()));
      text("field", finding.field().toString());
      text("message", finding.message());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void optional(String property, Optional<String> value) {
    value.ifPresent(text -> text(property, text));
  }

  private void text(String property, String value) {
    json.writeStringProperty(property, value);
  }

  private static String word(Enum<?> value) {
    return JsonOutput.lowerCase(value).replace('_', '-');
  }
}
