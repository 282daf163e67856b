package dev.fairlead.policies.topology;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.ObjectRef;
import java.util.List;

/// An object of the picture.
///
/// @param findings all that is found at it; of a missing Service, at its callers
public record Node(ObjectRef ref, Role role, List<Finding> findings) {
  /// What it is in the picture.
  public enum Role {
    SERVICE,
    WORKLOAD,
    /// A Service that somebody calls and that is not in the view.
    MISSING_SERVICE
  }

  public Node {
    findings = List.copyOf(findings);
  }

  /// What keeps a Service from having anything behind it, such as a selector that matches nothing;
  /// of one that is missing, what its callers do wrong. What is wrong with single ports is told by
  /// links.
  public List<Finding> breaks() {
    return switch (role) {
      case SERVICE ->
          findings.stream()
              .filter(finding -> finding.check().kind() == CheckKind.WIRING)
              .filter(finding -> finding.severity() != Severity.INFO && !finding.isAboutPort())
              .toList();
      case MISSING_SERVICE ->
          findings.stream().filter(finding -> finding.severity() != Severity.INFO).toList();
      case WORKLOAD -> List.of();
    };
  }

  /// True for a Service that has nothing behind it, and for one that must be there and is not.
  public boolean isBroken() {
    return !breaks().isEmpty();
  }
}
