package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The findings of a namespace as a report of a kind that dashboards read.
final class NamespaceReport {
  /// Some thousand results would come near the largest object that an API server takes; this many
  /// are more than anybody reads.
  static final int MOST_RESULTS = 200;

  private static final String SOURCE = "fairlead";

  private NamespaceReport() {}

  /// Empty where there is nothing to report.
  static Map<String, Object> of(ReportKind kind, NamespaceFindings found) {
    if (found.isClean()) {
      return Map.of();
    }
    var results = new ArrayList<Map<String, Object>>();
    for (var severity : List.of(Severity.ERROR, Severity.WARNING)) {
      found.inForce().stream()
          .filter(finding -> finding.severity() == severity)
          .map(finding -> result(finding, outcome(severity), finding.message()))
          .forEach(results::add);
    }
    found.overridden().stream()
        .map(o -> result(o.finding(), "skip", o.finding().message() + "; allowed: " + o.reason()))
        .forEach(results::add);
    var report = new LinkedHashMap<String, Object>();
    report.put("apiVersion", kind.apiVersion());
    report.put("kind", kind.kind());
    report.put(
        "metadata",
        Map.of(
            "name", SOURCE,
            "namespace", found.namespace(),
            "labels", Map.of("app.kubernetes.io/managed-by", SOURCE)));
    if (kind == ReportKind.OPEN_REPORT) {
      report.put("source", SOURCE);
    }
    report.put("summary", summary(found));
    report.put("results", results.stream().limit(MOST_RESULTS).toList());
    return report;
  }

  /// All findings, those beyond the bound on results too.
  private static Map<String, Object> summary(NamespaceFindings found) {
    var summary = new LinkedHashMap<String, Object>();
    summary.put("pass", found.wired());
    summary.put("fail", count(found, Severity.ERROR));
    summary.put("warn", count(found, Severity.WARNING));
    summary.put("error", 0);
    summary.put("skip", found.overridden().size());
    return summary;
  }

  private static long count(NamespaceFindings found, Severity severity) {
    return found.inForce().stream().filter(f -> f.severity() == severity).count();
  }

  private static String outcome(Severity severity) {
    return severity == Severity.ERROR ? "fail" : "warn";
  }

  private static Map<String, Object> result(Finding finding, String outcome, String message) {
    var result = new LinkedHashMap<String, Object>();
    result.put("source", SOURCE);
    result.put("policy", finding.check().id());
    result.put("category", "Wiring");
    result.put("severity", finding.severity() == Severity.ERROR ? "high" : "medium");
    result.put("result", outcome);
    result.put("scored", true);
    result.put("message", message);
    result.put("resources", List.of(reference(finding.object())));
    return result;
  }

  private static Map<String, Object> reference(ObjectRef ref) {
    return Map.of(
        "apiVersion", ref.apiVersion(),
        "kind", ref.kind(),
        "namespace", ref.namespace(),
        "name", ref.name());
  }
}
