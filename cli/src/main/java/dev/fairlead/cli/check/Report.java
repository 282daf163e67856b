package dev.fairlead.cli.check;

import java.util.List;

/// What judging one or more bundles came to.
///
/// @param findings by file, line, column and check
/// @param allowed how many findings an annotation lets through
/// @param documents how many objects there were, whether they decode or not
/// @param notes labels and annotations for Fairlead that mean nothing, a line each
public record Report(
    List<Located> findings, Summary summary, int allowed, int documents, List<String> notes) {
  public Report {
    findings = findings.stream().sorted(Located.ORDER).toList();
    notes = List.copyOf(notes);
  }

  /// One report about all bundles.
  public static Report sum(List<Report> reports) {
    return new Report(
        reports.stream().flatMap(report -> report.findings.stream()).toList(),
        reports.stream().map(Report::summary).reduce(Summary.NOTHING, Summary::plus),
        reports.stream().mapToInt(Report::allowed).sum(),
        reports.stream().mapToInt(Report::documents).sum(),
        reports.stream().flatMap(report -> report.notes.stream()).toList());
  }

  /// False where the files hold no Kubernetes object at all.
  public boolean readAnything() {
    return documents > 0;
  }
}
