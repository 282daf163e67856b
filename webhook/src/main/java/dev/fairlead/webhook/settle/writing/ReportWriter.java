package dev.fairlead.webhook.settle.writing;

import dev.fairlead.webhook.api.ClusterUnavailable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the reports of namespaces, of each kind that the cluster knows. It writes a report only
/// when it has changed.
final class ReportWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ReportWriter.class);

  private final SettledCluster cluster;
  private final Pace pace;
  private final Attempts attempts;

  /// What was written last, as a number, by namespace, of each kind that is there.
  private final Map<ReportKind, Map<String, Integer>> written =
      Collections.synchronizedMap(new EnumMap<>(ReportKind.class));

  /// Those of which it has been said that they are not there.
  private final Set<ReportKind> absent = EnumSet.noneOf(ReportKind.class);

  ReportWriter(SettledCluster cluster, Pace pace, Attempts attempts) {
    this.cluster = cluster;
    this.pace = pace;
    this.attempts = attempts;
  }

  /// True where the cluster takes reports.
  boolean isWanted() {
    return !written.isEmpty();
  }

  /// Looks for kinds that have come. Returns where reports of theirs stand that nobody here has
  /// written; empty where no kind has come.
  Optional<Set<String>> refresh() {
    var found = Optional.<Set<String>>empty();
    for (var kind : ReportKind.values()) {
      if (!written.containsKey(kind) && isThere(kind)) {
        found =
            Optional.of(
                union(found.orElse(Set.of()), written.getOrDefault(kind, Map.of()).keySet()));
      }
    }
    return found;
  }

  private boolean isThere(ReportKind kind) {
    try {
      var standing = cluster.reported(kind);
      if (standing.isPresent()) {
        var unknown = new ConcurrentHashMap<String, Integer>();
        standing.get().forEach(namespace -> unknown.put(namespace, 0));
        written.put(kind, unknown);
        absent.remove(kind);
        return true;
      }
      if (absent.add(kind)) {
        LOG.atInfo()
            .addKeyValue("resource", kind.resource())
            .log("not installed; reports of this kind are written once it is");
      }
    } catch (ClusterUnavailable e) {
      attempts.failed(Attempts.What.REPORT, e);
    }
    return false;
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    var all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  /// Writes a report of each kind, whatever becomes of the others.
  ///
  /// @throws ClusterUnavailable where one was not written; it can be tried again
  void write(NamespaceFindings found) throws InterruptedException {
    var failed = Optional.<ClusterUnavailable>empty();
    for (var kind : ReportKind.values()) {
      var last = written.get(kind);
      if (last != null) {
        try {
          write(kind, found, last);
        } catch (ClusterUnavailable e) {
          failed = Optional.of(e);
        }
      }
    }
    if (failed.isPresent()) {
      throw failed.get();
    }
  }

  private void write(ReportKind kind, NamespaceFindings found, Map<String, Integer> last)
      throws InterruptedException {
    var report = NamespaceReport.of(kind, found);
    var number = report.hashCode();
    var stands = last.get(found.namespace());
    if (report.isEmpty() ? stands == null : Integer.valueOf(number).equals(stands)) {
      return;
    }
    pace.await();
    var outcome =
        attempts.of(
            Attempts.What.REPORT,
            () ->
                cluster.report(kind, found.namespace(), report)
                    ? Attempts.Ending.WRITTEN
                    : Attempts.Ending.GONE);
    if (outcome == Attempts.Ending.GONE) {
      written.remove(kind); // its CRD is
    } else if (report.isEmpty()) {
      last.remove(found.namespace());
    } else {
      last.put(found.namespace(), number);
    }
  }
}
