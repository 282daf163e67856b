package dev.fairlead.cli.check;

import dev.fairlead.policies.checks.Severity;
import java.util.List;

/// How much was judged and found.
///
/// @param objects those that decode, Services and workloads among them
/// @param unreadable the documents with something that kubectl or the API server would refuse
public record Summary(
    int objects, int services, int workloads, int unreadable, int errors, int warnings, int infos) {
  static final Summary NOTHING = new Summary(0, 0, 0, 0, 0, 0, 0);

  static Summary of(int objects, int services, int workloads, List<Located> findings) {
    return new Summary(
        objects,
        services,
        workloads,
        (int) findings.stream().filter(f -> f.check().equals(Located.UNREADABLE_MANIFEST)).count(),
        count(findings, Severity.ERROR),
        count(findings, Severity.WARNING),
        count(findings, Severity.INFO));
  }

  /// The same objects with other findings.
  Summary of(List<Located> findings) {
    return of(objects, services, workloads, findings);
  }

  private static int count(List<Located> findings, Severity severity) {
    return (int) findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  Summary plus(Summary other) {
    return new Summary(
        objects + other.objects,
        services + other.services,
        workloads + other.workloads,
        unreadable + other.unreadable,
        errors + other.errors,
        warnings + other.warnings,
        infos + other.infos);
  }
}
