package dev.fairlead.webhook.review;

import dev.fairlead.policies.fixes.PatchOperation;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Patch operations as the JSON array of RFC 6902.
final class JsonPatch {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonPatch() {}

  static byte[] bytes(List<PatchOperation> operations) {
    var bytes = new ByteArrayOutputStream();
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartArray();
      operations.forEach(operation -> write(json, operation));
      json.writeEndArray();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, PatchOperation operation) {
    json.writeStartObject();
    json.writeStringProperty("op", operation.op());
    json.writeStringProperty("path", operation.pointer());
    switch (operation) {
      case PatchOperation.Add(_, var value) -> writeValue(json, value);
      case PatchOperation.Replace(_, var value) -> writeValue(json, value);
      case PatchOperation.Remove _ -> {}
    }
    json.writeEndObject();
  }

  private static void writeValue(JsonGenerator json, Object value) {
    json.writeName("value");
    write(json, value);
  }

  private static void write(JsonGenerator json, Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        map.forEach(
            (name, field) -> {
              json.writeName(String.valueOf(name));
              write(json, field);
            });
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(item -> write(json, item));
        json.writeEndArray();
      }
      case Number number -> json.writeNumber(number.longValue());
      case Boolean truth -> json.writeBoolean(truth);
      case Object text -> json.writeString(text.toString());
    }
  }
}
