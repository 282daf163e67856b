package dev.fairlead.policies.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Service as the endpoint controllers see it: whom it selects and which ports it sends traffic
/// to.
///
/// `selector` is empty where the Service has none: it then selects nothing, not everything.
///
/// @param lastWired when it was created, or its selector or ports were last written; empty where
///   the object does not say, as in files
public record ServiceWiring(
    Metadata metadata,
    Exposure exposure,
    Map<String, String> selector,
    List<ServicePort> ports,
    Readiness readiness,
    Optional<Instant> lastWired)
    implements KubernetesObject {
  private static final FieldPath PORTS = FieldPath.of("spec", "ports");

  /// How clients reach the Service.
  public enum Exposure {
    VIRTUAL_IP,
    /// `clusterIP: None`.
    HEADLESS,
    /// A DNS alias: selector and ports are dead configuration.
    EXTERNAL_NAME
  }

  /// Which Pods get traffic.
  public enum Readiness {
    READY_ONLY,
    /// `publishNotReadyAddresses: true`.
    ALL
  }

  public ServiceWiring {
    selector = Map.copyOf(selector);
    ports = List.copyOf(ports);
  }

  @Override
  public ServiceWiring with(Metadata other) {
    return new ServiceWiring(other, exposure, selector, ports, readiness, lastWired);
  }

  public boolean isHeadless() {
    return exposure == Exposure.HEADLESS;
  }

  /// The port that a field belongs to; empty for a field of another part.
  public Optional<ServicePort> portAt(FieldPath field) {
    return field.startsWith(PORTS)
            && field.segments().size() > PORTS.segments().size()
            && field.segments().get(PORTS.segments().size())
                instanceof FieldPath.Segment.Index(var at)
            && at < ports.size()
        ? Optional.of(ports.get(at))
        : Optional.empty();
  }

  /// True when Kubernetes looks for Pods for it.
  public boolean selects() {
    return exposure != Exposure.EXTERNAL_NAME && !selector.isEmpty();
  }
}
