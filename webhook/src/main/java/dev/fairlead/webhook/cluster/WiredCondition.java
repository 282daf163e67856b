package dev.fairlead.webhook.cluster;

import dev.fairlead.webhook.api.JsonTree;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The condition `fairlead.dev/Wired` in the status of a Service.
///
/// @param reason one word in PascalCase
/// @param since when status or reason became what they are
/// @param fingerprint of what was judged; 0 where none is needed. It stands in
///   `observedGeneration`, which Services have no use for, as they have no generation
public record WiredCondition(
    Status status, String reason, String message, Instant since, long fingerprint) {
  public static final String TYPE = "fairlead.dev/Wired";

  /// As conditions write it.
  public enum Status {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /// `True`, `False` or `Unknown`.
    public String text() {
      return text;
    }

    private static Status of(String text) {
      return switch (text) {
        case "True" -> TRUE;
        case "False" -> FALSE;
        default -> UNKNOWN;
      };
    }
  }

  /// Reads it from a Service; empty where it has none, or one that nobody can make sense of.
  public static Optional<WiredCondition> in(Map<String, @Nullable Object> service) {
    return written(service).flatMap(WiredCondition::read);
  }

  /// True where a Service has it, whether or not anybody can make sense of it.
  public static boolean isIn(Map<String, @Nullable Object> service) {
    return written(service).isPresent();
  }

  private static Optional<Map<?, ?>> written(Map<String, @Nullable Object> service) {
    if (service.get("status") instanceof Map<?, ?> status
        && status.get("conditions") instanceof List<?> conditions) {
      for (var condition : conditions) {
        if (condition instanceof Map<?, ?> found && TYPE.equals(found.get("type"))) {
          return Optional.of(found);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<WiredCondition> read(Map<?, ?> found) {
    try {
      return Optional.of(
          new WiredCondition(
              Status.of(JsonTree.text(found, "status")),
              JsonTree.text(found, "reason").intern(),
              JsonTree.text(found, "message"),
              Instant.parse(JsonTree.text(found, "lastTransitionTime")),
              found.get("observedGeneration") instanceof Number number ? number.longValue() : 0));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
