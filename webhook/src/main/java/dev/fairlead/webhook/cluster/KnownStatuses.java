package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.ObjectRef;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The condition and the version of each Service, by namespace and name. Many threads may read and
/// write at once.
final class KnownStatuses {
  private final Map<String, Map<String, ServiceStatus>> namespaces = new ConcurrentHashMap<>();

  /// Returns whether the condition, or the Service, is another now.
  boolean put(ObjectRef service, ServiceStatus status) {
    var changed = new boolean[1];
    namespaces.compute(
        service.namespace(),
        (_, known) -> {
          var services = known == null ? new ConcurrentHashMap<String, ServiceStatus>() : known;
          services.compute(
              service.name(),
              (_, earlier) -> {
                if (earlier != null && status.isOlderThan(earlier)) {
                  return earlier;
                }
                changed[0] =
                    earlier == null
                        || !earlier.uid().equals(status.uid())
                        || !earlier.condition().equals(status.condition());
                return status;
              });
          return services;
        });
    return changed[0];
  }

  void remove(ObjectRef service) {
    namespaces.computeIfPresent(
        service.namespace(),
        (_, services) -> {
          services.remove(service.name());
          return services.isEmpty() ? null : services;
        });
  }

  void retain(Set<ObjectRef> there) {
    namespaces.forEach(
        (namespace, services) ->
            services
                .keySet()
                .removeIf(
                    name -> !there.contains(new ObjectRef("v1", "Service", namespace, name))));
    namespaces.values().removeIf(Map::isEmpty);
  }

  Optional<ServiceStatus> of(ObjectRef service) {
    return Optional.ofNullable(
        namespaces.getOrDefault(service.namespace(), Map.of()).get(service.name()));
  }
}
