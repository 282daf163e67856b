package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;

/// A Service and the workload behind it, on one side of a release.
record Pair(PlannedObject service, PlannedObject workload) {
  ServiceWiring wiring() {
    return (ServiceWiring) service.object();
  }

  Workload template() {
    return (Workload) workload.object();
  }
}
