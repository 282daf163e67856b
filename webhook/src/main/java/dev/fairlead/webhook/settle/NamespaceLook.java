package dev.fairlead.webhook.settle;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settle.NamespaceJudge.Found;
import dev.fairlead.webhook.settle.writing.NamespaceFindings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a look at a namespace has shown.
///
/// @param settling Services that are not wired and still have time
/// @param unknown Services of which nobody can tell
record NamespaceLook(
    NamespaceFindings findings, long settling, long unknown, List<Metrics.BrokenService> broken) {
  NamespaceLook {
    broken = List.copyOf(broken);
  }

  /// True where there is not even a Service.
  boolean isNothing() {
    return findings.isClean() && findings.wired() + settling + unknown == 0 && broken.isEmpty();
  }

  NamespaceCounts counts() {
    return new NamespaceCounts(
        new Metrics.SettledCounts(findings.wired(), settling, broken.size(), unknown),
        broken,
        findingsCounts(),
        findings.overridden().size());
  }

  private List<Metrics.FindingsCount> findingsCounts() {
    var counts = new HashMap<Map.Entry<String, Severity>, Long>();
    findings
        .inForce()
        .forEach(f -> counts.merge(Map.entry(f.check().id(), f.severity()), 1L, Long::sum));
    return counts.entrySet().stream()
        .map(
            entry ->
                new Metrics.FindingsCount(
                    entry.getKey().getKey(),
                    findings.namespace(),
                    entry.getKey().getValue().name().toLowerCase(Locale.ROOT),
                    entry.getValue()))
        .toList();
  }

  /// Collects what is seen of each object.
  static final class Builder {
    private final String namespace;
    private final List<Metrics.BrokenService> broken = new ArrayList<>();
    private final List<Finding> inForce = new ArrayList<>();
    private final List<NamespaceFindings.Overridden> overridden = new ArrayList<>();
    private long wired;
    private long settling;
    private long unknown;

    Builder(String namespace) {
      this.namespace = namespace;
    }

    void found(Found found) {
      found
          .allowed()
          .ifPresentOrElse(
              reason -> overridden.add(new NamespaceFindings.Overridden(found.finding(), reason)),
              () -> inForce.add(found.finding()));
    }

    void settled(KubernetesObject service, WiredCondition condition) {
      switch (condition.status()) {
        case TRUE -> wired++;
        case FALSE ->
            broken.add(
                new Metrics.BrokenService(namespace, service.ref().name(), condition.reason()));
        case UNKNOWN -> {
          if (condition.reason().equals(Transition.CANNOT_TELL)) {
            unknown++;
          } else {
            settling++;
          }
        }
      }
    }

    NamespaceLook build() {
      return new NamespaceLook(
          new NamespaceFindings(namespace, wired, inForce, overridden), settling, unknown, broken);
    }
  }
}
