package dev.fairlead.webhook.settle;

import dev.fairlead.webhook.metrics.Metrics;
import java.util.List;

/// The numbers of one look at a namespace, kept for the metrics.
///
/// @param overrides how many findings their object lets through
record NamespaceCounts(
    Metrics.SettledCounts services,
    List<Metrics.BrokenService> broken,
    List<Metrics.FindingsCount> findings,
    long overrides) {
  NamespaceCounts {
    broken = List.copyOf(broken);
    findings = List.copyOf(findings);
  }
}
