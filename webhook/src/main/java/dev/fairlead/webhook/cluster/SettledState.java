package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.webhook.api.ApiKind;
import dev.fairlead.webhook.api.ApiServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is known of Services besides their wiring: their conditions, and their ready endpoints
/// while somebody watches them.
public final class SettledState {
  private final ApiServer server;
  private final KnownObjects objects;
  private final KnownStatuses statuses;
  private final Changes changes;
  private final Duration staleAfter;
  private final InstantSource clock;
  private @Nullable KindWatch slices;
  private ReadyEndpoints ready;

  SettledState(
      ApiServer server,
      KnownObjects objects,
      KnownStatuses statuses,
      Changes changes,
      Duration staleAfter,
      InstantSource clock) {
    this.server = server;
    this.objects = objects;
    this.statuses = statuses;
    this.changes = changes;
    this.staleAfter = staleAfter;
    this.clock = clock;
    this.ready = new ReadyEndpoints(changes);
  }

  /// Calls for each namespace in which something has changed that takes part in wiring; on any
  /// thread, and more often than needed.
  public void follow(Consumer<String> changed) {
    changes.follow(changed);
  }

  /// The namespaces that hold Services or workloads.
  public Set<String> namespaces() {
    return objects.namespaces();
  }

  /// Empty where there is no such Service.
  public Optional<ServiceStatus> status(ObjectRef service) {
    return statuses.of(service);
  }

  /// Keeps what the API server has stored, before the watch tells it.
  public void stored(ObjectRef service, ServiceStatus status) {
    statuses.put(service, status);
  }

  /// Begins to watch EndpointSlices.
  public synchronized void watchEndpoints() {
    if (slices == null) {
      ready = new ReadyEndpoints(changes);
      slices = new KindWatch(ApiKind.ENDPOINT_SLICES, server, ready, clock);
      slices.start();
    }
  }

  /// Ends that, and forgets them.
  public synchronized void forgetEndpoints() {
    if (slices != null) {
      slices.stop();
      slices = null;
      ready = new ReadyEndpoints(changes);
    }
  }

  /// How many endpoints of each Service of a namespace are ready, without those that have none;
  /// empty while that is not known.
  public synchronized Optional<Map<String, Integer>> readyEndpoints(String namespace) {
    return slices != null && slices.gap(staleAfter).isEmpty()
        ? Optional.of(ready.of(namespace))
        : Optional.empty();
  }
}
