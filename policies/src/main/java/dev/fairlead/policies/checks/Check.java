package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServiceEndpoints;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.stream.Stream;

/// One rule about one object and the objects it meets. Implementations keep no state.
public sealed interface Check {
  /// Stable kebab-case; users write it in annotations and settings.
  String id();

  CheckKind kind();

  /// A rule about a Service and the workloads it selects. Findings come in field order.
  non-sealed interface OfService extends Check {
    Stream<Finding> findings(ServiceWiring service, ClusterView view);
  }

  /// A rule about a Service and the Pods that run behind it at the moment.
  non-sealed interface OfEndpoints extends Check {
    @Override
    default CheckKind kind() {
      return CheckKind.LIVE;
    }

    Stream<Finding> findings(ServiceWiring service, ClusterView view, ServiceEndpoints endpoints);
  }

  /// A rule about a workload and the Services that select it. Findings come in field order.
  non-sealed interface OfWorkload extends Check {
    Stream<Finding> findings(Workload workload, ClusterView view);
  }
}
