package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;

/// Which changes of a condition are worth an Event: that a Service is broken, and that it is wired
/// where it was not. That it may become so, or is well from the first look on, is not.
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
                note(after.message()),
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

  private static String note(String message) {
    return message.length() > LONGEST_NOTE ? message.substring(0, LONGEST_NOTE) : message;
  }
}
