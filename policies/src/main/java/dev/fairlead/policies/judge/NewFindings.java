package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The findings at one version of a workload, and at the Services that select it, that another
/// version does not have. A patch must not bring any.
public final class NewFindings {
  private NewFindings() {}

  /// What is wrong after and was not before, beyond what only the command line tells: a probe of an
  /// undeclared number that a user asks for is no mistake of a patch.
  ///
  /// @param view what exists beside the workload
  public static List<Finding> of(Workload before, Workload after, ClusterView view) {
    var found = around(before, view).map(Finding::mistake).collect(Collectors.toSet());
    return around(after, view)
        .filter(finding -> finding.severity() != Severity.INFO)
        .filter(finding -> !found.contains(finding.mistake()))
        .toList();
  }

  private static Stream<Finding> around(Workload workload, ClusterView others) {
    var view = others.with(workload);
    return Stream.concat(
        Checks.of(workload, view),
        view.selecting(workload).stream().flatMap(service -> Checks.of(service, view)));
  }
}
