package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.model.ObjectRef;
import java.time.Instant;

/// One change of a Service's wiring, told where `kubectl describe` shows it.
///
/// @param name of the Event; telling it twice by one name tells it once
/// @param reason one word in PascalCase
public record ServiceEvent(
    ObjectRef service,
    String uid,
    String name,
    Type type,
    String reason,
    String note,
    Instant time) {
  /// As the API server knows them.
  public enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}
