package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A rule about each port of a Service and the workloads that the Service selects.
interface EachPort extends Check.OfService {
  Optional<Finding> finding(
      ServiceWiring service, ServicePort port, List<Workload> selected, ClusterView view);

  @Override
  default Stream<Finding> findings(ServiceWiring service, ClusterView view) {
    var selected = view.selectedBy(service);
    return service.ports().stream()
        .flatMap(port -> finding(service, port, selected, view).stream());
  }
}
