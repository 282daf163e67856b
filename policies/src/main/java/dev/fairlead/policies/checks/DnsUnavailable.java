package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServiceEndpoints;
import dev.fairlead.policies.model.ServiceEndpoints.Purpose;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.stream.Stream;

/// The Service of the cluster's DNS must have a ready endpoint, or no name of a Service resolves.
///
/// Fields: `spec.selector`. Allowed: nothing; a DNS that is scaled to zero does not answer. Silent
/// about every other Service.
final class DnsUnavailable implements Check.OfEndpoints {
  @Override
  public String id() {
    return "dns-unavailable";
  }

  @Override
  public Stream<Finding> findings(
      ServiceWiring service, ClusterView view, ServiceEndpoints endpoints) {
    if (endpoints.purpose() != Purpose.CLUSTER_DNS || endpoints.ready() > 0) {
      return Stream.empty();
    }
    var workloads = view.selectedBy(service).stream().map(Workload::ref).toList();
    var rule = "must select a Pod that is ready, or no name resolves";
    return Stream.of(NoReadyEndpoints.finding(this, service, rule, workloads, endpoints));
  }
}
