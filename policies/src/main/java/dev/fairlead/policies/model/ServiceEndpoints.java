package dev.fairlead.policies.model;

import java.util.List;

/// What a live cluster tells of the Pods behind a Service.
///
/// @param ready how many of its endpoints are ready, in all its EndpointSlices
/// @param troubles why Pods are not ready; empty while nobody has looked
public record ServiceEndpoints(Purpose purpose, int ready, List<PodTrouble> troubles) {
  /// What the Service is there for.
  public enum Purpose {
    ANY,
    /// It answers for the names of the cluster.
    CLUSTER_DNS
  }

  public ServiceEndpoints {
    troubles = List.copyOf(troubles);
  }
}
