package dev.fairlead.webhook.metrics;

import dev.fairlead.webhook.metrics.Metrics.FindingsCount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Counts of findings. The number of series is bounded, so that no cluster overloads its
/// Prometheus.
final class BoundedFindings {
  /// A cluster may have thousands of namespaces, each with a series for each check.
  static final int MOST = 1_000;

  private static final Comparator<FindingsCount> MOST_FIRST =
      Comparator.comparingLong(FindingsCount::count)
          .reversed()
          .thenComparing(FindingsCount::check)
          .thenComparing(FindingsCount::namespace)
          .thenComparing(FindingsCount::severity);

  private BoundedFindings() {}

  /// One count for each check, namespace and severity. Where they are too many, the least of them
  /// are summed under an empty namespace, so that sums over namespaces stay true.
  static List<FindingsCount> of(List<FindingsCount> findings) {
    var counts = sums(findings.stream());
    if (counts.size() <= MOST) {
      return counts;
    }
    var rest = sums(counts.stream().map(BoundedFindings::anywhere)).size();
    var kept = MOST - rest;
    var sorted = counts.stream().sorted(MOST_FIRST).toList();
    return sums(
        Stream.concat(
            sorted.stream().limit(kept),
            sorted.stream().skip(kept).map(BoundedFindings::anywhere)));
  }

  private static FindingsCount anywhere(FindingsCount count) {
    return new FindingsCount(count.check(), "", count.severity(), count.count());
  }

  private static List<FindingsCount> sums(Stream<FindingsCount> counts) {
    return counts
        .collect(
            Collectors.groupingBy(
                count -> new FindingsCount(count.check(), count.namespace(), count.severity(), 0),
                Collectors.summingLong(FindingsCount::count)))
        .entrySet()
        .stream()
        .map(BoundedFindings::count)
        .toList();
  }

  private static FindingsCount count(Map.Entry<FindingsCount, Long> sum) {
    var key = sum.getKey();
    return new FindingsCount(key.check(), key.namespace(), key.severity(), sum.getValue());
  }
}
