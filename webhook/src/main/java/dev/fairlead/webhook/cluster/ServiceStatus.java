package dev.fairlead.webhook.cluster;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What settle has to know of a Service besides its wiring.
///
/// @param version of the object that this was read from; later ones are greater
public record ServiceStatus(String uid, long version, Optional<WiredCondition> condition) {
  public static ServiceStatus of(Map<String, @Nullable Object> service) {
    var metadata = service.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
    return new ServiceStatus(
        metadata.get("uid") instanceof String uid ? uid : "",
        metadata.get("resourceVersion") instanceof String version ? number(version) : 0,
        WiredCondition.in(service));
  }

  /// Every API server that we know of counts; where one does not, each answer counts as the latest.
  private static long number(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /// True where this was read from an earlier state of the same Service.
  boolean isOlderThan(ServiceStatus other) {
    return uid.equals(other.uid) && version < other.version;
  }
}
