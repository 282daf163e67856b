package dev.fairlead.cli.report;

import java.util.Locale;

/// How a report is written.
public enum Format {
  /// For people at a terminal.
  HUMAN,
  /// Our own contract: [JsonReport].
  JSON,
  /// For code scanning: [SarifReport].
  SARIF,
  /// For what shows tests: [JunitReport].
  JUNIT,
  /// Annotations of a run of GitHub Actions: [GithubReport].
  GITHUB,
  /// Code Quality of GitLab: [GitlabReport].
  GITLAB;

  /// As users write it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
