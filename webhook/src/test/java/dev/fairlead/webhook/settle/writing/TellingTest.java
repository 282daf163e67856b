package dev.fairlead.webhook.settle.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which changes are worth an Event, and that the same change has the same one.
class TellingTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final ObjectRef SHOP = new ObjectRef("v1", "Service", "prod", "shop");
  private static final WiredCondition SETTLING = condition(Status.UNKNOWN, "Settling");
  private static final WiredCondition BROKEN = condition(Status.FALSE, "SelectorUnmatched");
  private static final WiredCondition WIRED = condition(Status.TRUE, "Wired");

  private static WiredCondition condition(Status status, String reason) {
    return new WiredCondition(status, reason, "message", NOON, 1);
  }

  private static Optional<ServiceEvent> told(WiredCondition after, WiredCondition... before) {
    return Telling.of(
        SHOP, "uid", Optional.of(before).filter(b -> b.length > 0).map(b -> b[0]), after, NOON);
  }

  @Test
  void aServiceThatBreaksIsTold() {
    assertThat(told(BROKEN, SETTLING))
        .hasValueSatisfying(
            event -> {
              assertThat(event.type()).isEqualTo(ServiceEvent.Type.WARNING);
              assertThat(event.reason()).isEqualTo("SelectorUnmatched");
              assertThat(event.note()).isEqualTo("message");
            });
  }

  @Test
  void aServiceThatIsMendedIsTold() {
    assertThat(told(WIRED, BROKEN).map(ServiceEvent::type)).contains(ServiceEvent.Type.NORMAL);
    assertThat(told(WIRED, SETTLING).map(ServiceEvent::type)).contains(ServiceEvent.Type.NORMAL);
  }

  @Test
  void whatIsNoNewsIsNot() {
    assertThat(told(WIRED)).isEmpty();
    assertThat(told(WIRED, condition(Status.TRUE, "ScaledToZero"))).isEmpty();
    assertThat(told(SETTLING, WIRED)).isEmpty();
    assertThat(told(BROKEN, BROKEN)).isEmpty();
  }

  @Test
  void theSameChangeIsToldByTheSameNameWhoeverTellsItAndWhenever() {
    var again =
        new WiredCondition(Status.FALSE, "SelectorUnmatched", "other", NOON.plusSeconds(9), 1);
    assertThat(told(again, SETTLING).orElseThrow().name())
        .isEqualTo(told(BROKEN, SETTLING).orElseThrow().name());
    var later = new WiredCondition(Status.UNKNOWN, "Settling", "message", NOON.plusSeconds(99), 1);
    assertThat(told(BROKEN, later).orElseThrow().name())
        .isNotEqualTo(told(BROKEN, SETTLING).orElseThrow().name());
  }
}
