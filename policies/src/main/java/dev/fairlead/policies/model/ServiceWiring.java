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

  public boolean isHeadless() {
    return exposure == Exposure.HEADLESS;
  }

  /// True when Kubernetes looks for Pods for it.
  public boolean selects() {
    return exposure != Exposure.EXTERNAL_NAME && !selector.isEmpty();
  }
}
