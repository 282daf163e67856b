package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.checks.Finding;
import java.util.List;

/// What a report tells of a namespace.
///
/// @param wired how many Services are
/// @param inForce findings that stand
/// @param overridden findings that their object lets through
public record NamespaceFindings(
    String namespace, long wired, List<Finding> inForce, List<Overridden> overridden) {
  public NamespaceFindings {
    inForce = List.copyOf(inForce);
    overridden = List.copyOf(overridden);
  }

  /// A finding, and why its object lets it through.
  public record Overridden(Finding finding, String reason) {}

  /// True where there is nothing to report.
  public boolean isClean() {
    return inForce.isEmpty() && overridden.isEmpty();
  }
}
