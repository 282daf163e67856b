package dev.fairlead.policies.checks;

/// How loudly the command line reports a finding.
public enum Severity {
  ERROR,
  WARNING,
  INFO
}
