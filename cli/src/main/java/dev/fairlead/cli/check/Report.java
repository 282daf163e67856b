package dev.fairlead.cli.check;

import java.util.List;
import java.util.function.Function;

/// What judging one or more bundles came to.
///
/// @param findings by file, line, column and check
/// @param documents how many objects there were, whether they decode or not
/// @param notes labels and annotations for Fairlead that mean nothing, a line each
public record Report(
    List<Located> findings,
    Summary summary,
    List<Judged> judged,
    List<Allowed> allowed,
    int documents,
    List<String> notes) {
  public Report {
    findings = findings.stream().sorted(Located.ORDER).toList();
    judged = List.copyOf(judged);
    allowed = List.copyOf(allowed);
    notes = notes.stream().distinct().toList();
  }

  /// One report about all bundles.
  public static Report sum(List<Report> reports) {
    return new Report(
        all(reports, Report::findings),
        reports.stream().map(Report::summary).reduce(Summary.NOTHING, Summary::plus),
        all(reports, Report::judged),
        all(reports, Report::allowed),
        reports.stream().mapToInt(Report::documents).sum(),
        all(reports, Report::notes));
  }

  private static <T> List<T> all(List<Report> reports, Function<Report, List<T>> part) {
    return reports.stream().flatMap(report -> part.apply(report).stream()).toList();
  }

  /// False where the files hold no Kubernetes object at all.
  public boolean readAnything() {
    return documents > 0;
  }
}
