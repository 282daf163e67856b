package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Objects that were deleted a moment ago. An object that is created again under its name counts as
/// there before (`kubectl replace --force` deletes and creates).
final class GoneObjects {
  /// How long a client takes at most between the two halves of a replacement.
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  /// More deletions at once are a namespace on its way out.
  private static final int MOST = 4096;

  private record Gone(KubernetesObject object, Instant at) {}

  /// What an object is called, in whichever version it is served.
  private record Key(String group, String kind, String namespace, String name) {
    static Key of(ObjectRef ref) {
      return new Key(ref.group(), ref.kind(), ref.namespace(), ref.name());
    }
  }

  private final InstantSource clock;
  private final Map<Key, Gone> gone = new LinkedHashMap<>();

  GoneObjects(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void add(KubernetesObject object) {
    var now = clock.instant();
    gone.values().removeIf(old -> old.at().plus(REMEMBERED).isBefore(now));
    if (gone.size() < MOST) {
      gone.put(Key.of(object.ref()), new Gone(object, now));
    }
  }

  synchronized Optional<KubernetesObject> of(ObjectRef ref) {
    return Optional.ofNullable(gone.get(Key.of(ref)))
        .filter(old -> old.at().plus(REMEMBERED).isAfter(clock.instant()))
        .map(Gone::object);
  }
}
