package dev.fairlead.policies.model;

import java.util.List;
import java.util.Map;

/// A Service as the endpoint controllers see it: whom it selects and which ports it sends traffic
/// to.
///
/// `selector` is empty where the Service has none: it then selects nothing, not everything.
public record ServiceWiring(
    Metadata metadata,
    Exposure exposure,
    Map<String, String> selector,
    List<ServicePort> ports,
    Readiness readiness)
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

  /// True when Kubernetes looks for Pods for it.
  public boolean selects() {
    return exposure != Exposure.EXTERNAL_NAME && !selector.isEmpty();
  }
}
