package dev.fairlead.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When a Service was last created or rewired, as its managed fields tell.
class LastWiredTest {
  private static final String ENTRY =
      "{manager: kubectl, operation: Update, time: \"2026-03-0%dT12:00:00Z\", fieldsV1:"
          + " {\"f:spec\": {%s: {}}}%s}";

  @Test
  void whatWroteSelectorOrPortsCounts() {
    assertThat(lastWired("\"2026-03-01T12:00:00Z\"", "")).contains(day(1));
    assertThat(lastWired("\"2026-03-01T12:00:00Z\"", ENTRY.formatted(2, "\"f:selector\"", "")))
        .contains(day(2));
    assertThat(lastWired("\"2026-03-01T12:00:00Z\"", ENTRY.formatted(2, "\"f:ports\"", "")))
        .contains(day(2));
    assertThat(
            lastWired(
                "\"2026-03-01T12:00:00Z\"",
                ENTRY.formatted(3, "\"f:ports\"", "")
                    + ", "
                    + ENTRY.formatted(2, "\"f:ports\"", "")))
        .contains(day(3));
  }

  @Test
  void whatWroteSomethingElseDoesNot() {
    assertThat(lastWired("\"2026-03-01T12:00:00Z\"", ENTRY.formatted(2, "\"f:type\"", "")))
        .contains(day(1));
    assertThat(
            lastWired(
                "\"2026-03-01T12:00:00Z\"",
                ENTRY.formatted(2, "\"f:ports\"", ", subresource: status")))
        .contains(day(1));
  }

  @Test
  void aTimeThatIsNoneIsNotKnown() {
    assertThat(lastWired("null", "")).isEmpty();
    assertThat(lastWired("yesterday", "")).isEmpty();
  }

  private static Instant day(int day) {
    return Instant.parse("2026-03-0%dT12:00:00Z".formatted(day));
  }

  private static Optional<Instant> lastWired(String created, String managedFields) {
    var service =
        "{apiVersion: v1, kind: Service, metadata: {name: a, creationTimestamp: %s, managedFields: [%s]}, spec: {ports: [{port: 80}]}}"
            .formatted(created, managedFields);
    return Manifests.object(service, ServiceWiring.class).lastWired();
  }
}
