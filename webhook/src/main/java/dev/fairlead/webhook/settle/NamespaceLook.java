package dev.fairlead.webhook.settle;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.metrics.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What one look at a namespace has shown.
///
/// @param wired how many Services are
/// @param inForce the findings that stand
/// @param overrides those that their object lets through
record NamespaceLook(
    String namespace,
    long wired,
    long settling,
    long unknown,
    List<Metrics.BrokenService> broken,
    List<Finding> inForce,
    List<Overridden> overrides) {
  /// A finding, and why its object lets it through.
  record Overridden(Finding finding, String reason) {}

  NamespaceLook {
    broken = List.copyOf(broken);
    inForce = List.copyOf(inForce);
    overrides = List.copyOf(overrides);
  }

  /// True where there is nothing to report.
  boolean isClean() {
    return inForce.isEmpty() && overrides.isEmpty();
  }

  /// True where there is not even a Service.
  boolean isNothing() {
    return isClean() && wired + settling + unknown == 0 && broken.isEmpty();
  }

  NamespaceCounts counts() {
    return new NamespaceCounts(
        new Metrics.SettledCounts(wired, settling, broken.size(), unknown),
        broken,
        findingsCounts(),
        overrides.size());
  }

  private List<Metrics.FindingsCount> findingsCounts() {
    var counts = new HashMap<Map.Entry<String, Severity>, Long>();
    inForce.forEach(f -> counts.merge(Map.entry(f.check().id(), f.severity()), 1L, Long::sum));
    return counts.entrySet().stream()
        .map(
            entry ->
                new Metrics.FindingsCount(
                    entry.getKey().getKey(),
                    namespace,
                    entry.getKey().getValue().name().toLowerCase(Locale.ROOT),
                    entry.getValue()))
        .toList();
  }

  /// Collects what is seen of each object.
  static final class Builder {
    private final String namespace;
    private final List<Metrics.BrokenService> broken = new ArrayList<>();
    private final List<Finding> inForce = new ArrayList<>();
    private final List<Overridden> overrides = new ArrayList<>();
    private long wired;
    private long settling;
    private long unknown;

    Builder(String namespace) {
      this.namespace = namespace;
    }

    /// @param allowed the reason of the object, where it lets the finding through
    void found(Finding finding, Optional<String> allowed) {
      allowed.ifPresentOrElse(
          reason -> overrides.add(new Overridden(finding, reason)), () -> inForce.add(finding));
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
      return new NamespaceLook(namespace, wired, settling, unknown, broken, inForce, overrides);
    }
  }
}
