package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;

/// Which changes of a condition get an Event: a Service becomes broken, or is broken for another
/// reason; a Service becomes wired that was not. A Service that is still settling gets none, and
/// neither does one that is wired at the first look.
final class Telling {
  /// The most that the API server takes of a note.
  private static final int LONGEST_NOTE = 1024;

  /// The longest name of an object, less what is added to it.
  private static final int LONGEST_NAME = 253 - 9;

  private Telling() {}

  static Optional<ServiceEvent> of(
      ObjectRef service,
      String uid,
      Optional<WiredCondition> before,
      WiredCondition after,
      Instant now) {
    var wasBroken = before.filter(c -> c.status() == Status.FALSE);
    var type =
        switch (after.status()) {
          case FALSE ->
              wasBroken.filter(c -> c.reason().equals(after.reason())).isPresent()
                  ? Optional.<ServiceEvent.Type>empty()
                  : Optional.of(ServiceEvent.Type.WARNING);
          case TRUE ->
              before.filter(c -> c.status() != Status.TRUE).map(_ -> ServiceEvent.Type.NORMAL);
          case UNKNOWN -> Optional.<ServiceEvent.Type>empty();
        };
    return type.map(
        t ->
            new ServiceEvent(
                service,
                uid,
                name(service, uid, before, after),
                t,
                after.reason(),
                PlainText.line(after.message(), LONGEST_NOTE),
                now));
  }

  /// The same for the same change, whoever tells it: whoever takes over in between tells nothing
  /// twice.
  private static String name(
      ObjectRef service, String uid, Optional<WiredCondition> before, WiredCondition after) {
    var text =
        "%s %s %s %s"
            .formatted(
                uid,
                before.map(WiredCondition::since).orElse(Instant.EPOCH),
                before.map(WiredCondition::reason).orElse(""),
                after.reason());
    var sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    var name = service.name();
    var kept = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return "%s.%08x".formatted(kept, sum.getValue());
  }
}
