package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The ports of a Service that a change cuts although they might be left so: a number that nothing
/// declares is often fine, unless something declared it until now.
final class CutNumbers {
  private CutNumbers() {}

  /// What is found at a Service, with the ports that are cut and not told yet.
  ///
  /// @param cuts whether a port is cut
  static Stream<Finding> beside(
      List<Finding> found, ServiceWiring service, Predicate<ServicePort> cuts, ClusterView after) {
    var told =
        found.stream()
            .filter(finding -> finding.check().kind() == CheckKind.WIRING)
            .filter(finding -> finding.severity() != Severity.INFO)
            .map(Finding::field)
            .collect(Collectors.toSet());
    var cut =
        service.ports().stream()
            .filter(port -> port.target() instanceof TargetPort.ByNumber)
            .filter(port -> !told.contains(port.path().field("targetPort")))
            .filter(cuts)
            .toList();
    return Stream.concat(found.stream(), Checks.lost(service, cut, after));
  }
}
