package dev.fairlead.webhook.review;

import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.PlainText;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes a decision as the AdmissionReview that the API server reads (`k8s.io/api/admission/v1`).
public final class ReviewResponse {
  /// The code of every denial. With 409 or 422 a forced apply deletes the object and makes it anew.
  private static final int FORBIDDEN = 403;

  /// Words that Flux takes for a reason to delete the object and make it anew, whatever the code.
  private static final Pattern READ_AS_IMMUTABLE =
      Pattern.compile("is immutable|immutable field", Pattern.CASE_INSENSITIVE);

  /// More than the findings and remedies of the longest denial.
  private static final int MOST_LINES = 128;

  /// Longer than a finding, since the command of a remedy must not be cut.
  private static final int LONGEST_LINE = 1024;

  private static final JsonFactory FACTORY = new JsonFactory();

  private ReviewResponse() {}

  public static byte[] write(ReviewRequest request, Decision decision) {
    var bytes = new ByteArrayOutputStream();
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("apiVersion", ReviewReader.API_VERSION);
      json.writeStringProperty("kind", ReviewReader.KIND);
      json.writeObjectPropertyStart("response");
      json.writeStringProperty("uid", request.uid());
      json.writeBooleanProperty("allowed", decision.allowed());
      if (!decision.allowed()) {
        writeStatus(json, decision);
      }
      writeWarnings(json, decision);
      writeAuditAnnotations(json, decision.auditAnnotations());
      writePatch(json, decision.patch());
      json.writeEndObject();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeStatus(JsonGenerator json, Decision decision) {
    json.writeObjectPropertyStart("status");
    json.writeNumberProperty("code", FORBIDDEN);
    json.writeStringProperty("reason", "Forbidden");
    json.writeStringProperty("message", safe(lines(decision.message())));
    if (!decision.causes().isEmpty()) {
      json.writeObjectPropertyStart("details");
      json.writeArrayPropertyStart("causes");
      for (var cause : decision.causes()) {
        json.writeStartObject();
        json.writeStringProperty("reason", cause.reason());
        json.writeStringProperty("message", safe(line(cause.message())));
        json.writeStringProperty("field", line(cause.field()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeWarnings(JsonGenerator json, Decision decision) {
    var warnings = Warnings.fitted(decision.warnings());
    if (warnings.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("warnings");
    warnings.forEach(json::writeString);
    json.writeEndArray();
  }

  private static void writeAuditAnnotations(JsonGenerator json, Map<String, String> annotations) {
    if (annotations.isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart("auditAnnotations");
    annotations.forEach((key, value) -> json.writeStringProperty(key, line(value)));
    json.writeEndObject();
  }

  /// Neither field where there is nothing to change: one without the other is a broken answer.
  private static void writePatch(JsonGenerator json, List<PatchOperation> patch) {
    if (patch.isEmpty()) {
      return;
    }
    json.writeStringProperty("patchType", "JSONPatch");
    json.writeStringProperty("patch", Base64.getEncoder().encodeToString(JsonPatch.bytes(patch)));
  }

  private static String line(String text) {
    return PlainText.line(text, LONGEST_LINE);
  }

  private static String lines(String text) {
    return PlainText.lines(text, MOST_LINES, LONGEST_LINE);
  }

  private static String safe(String message) {
    return READ_AS_IMMUTABLE.matcher(message).replaceAll("must not change");
  }
}
