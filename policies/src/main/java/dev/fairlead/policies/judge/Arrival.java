package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.Certainty;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.view.ClusterView;

/// How a finding came about.
public enum Arrival {
  /// The change alone proves it.
  FACT,
  /// The Service port reached a workload before and reaches none after.
  CUT,
  /// The Service was there first and cannot use the workload.
  WORKLOAD_ARRIVES,
  /// The Service is new, or the port or selector is one that it did not have.
  SERVICE_ARRIVES,
  /// It was there before the change.
  STANDING;

  /// True where a finding is proven, or is proven by how it came about: a port that is cut was
  /// there and is gone, which says more than what is left there; unless somebody may have added it
  /// to the Pods.
  boolean proves(Finding finding, ClusterView after) {
    if (finding.certainty() == Certainty.PROVEN) {
      return true;
    }
    var object = finding.object();
    var service = after.namespace(object.namespace()).service(object.name());
    return this == CUT
        && service.isPresent()
        && finding.isAboutPort()
        && after.knowledgeOf(object.namespace()).isComplete()
        && after.backends(service.get()).stream().noneMatch(b -> b.injected().isOpen());
  }
}
