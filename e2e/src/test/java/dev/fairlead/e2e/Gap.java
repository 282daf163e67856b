package dev.fairlead.e2e;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// For how long Services had no wiring, by what was stored: a Service that was there and had a port
/// which reached no pod template, or that was taken away and came back.
final class Gap {
  private final long begun;
  private final Map<String, Stored> now = new HashMap<>();
  private final Map<String, Long> unwiredSince = new HashMap<>();
  private final Map<String, Long> sums = new HashMap<>();

  private Gap(long begun) {
    this.begun = begun;
  }

  /// That of the Service which had none for the longest, from one time in nanoseconds to another.
  static Duration longest(List<History.Moment> moments, long begun, long ended) {
    var gap = new Gap(begun);
    var at = begun;
    for (var moment : moments) {
      at = Math.max(at, moment.seen());
      gap.add(moment, at);
    }
    gap.unwiredSince.keySet().stream()
        .filter(gap.now::containsKey)
        .toList()
        .forEach(service -> gap.close(service, ended));
    return Duration.ofNanos(gap.sums.values().stream().mapToLong(Long::longValue).max().orElse(0));
  }

  private void add(History.Moment moment, long at) {
    var before = Optional.ofNullable(now.get(moment.id()));
    moment
        .object()
        .ifPresentOrElse(object -> now.put(moment.id(), object), () -> now.remove(moment.id()));
    if (moment.object().isEmpty() && before.orElse(null) instanceof Stored.OfService) {
      close(moment.id(), at);
      unwiredSince.put(moment.id(), at);
    }
    for (var entry : Map.copyOf(now).entrySet()) {
      if (entry.getValue() instanceof Stored.OfService service) {
        if (service.isWiredAmong(now.values())) {
          close(entry.getKey(), at);
        } else {
          unwiredSince.putIfAbsent(entry.getKey(), at);
        }
      }
    }
  }

  /// Ends what lasted until now; what is over before the beginning counts for nothing.
  private void close(String service, long at) {
    var since = unwiredSince.remove(service);
    if (since != null && at > begun) {
      sums.merge(service, at - Math.max(begun, since), Long::sum);
    }
  }
}
