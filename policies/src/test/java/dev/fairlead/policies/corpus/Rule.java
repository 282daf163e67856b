package dev.fairlead.policies.corpus;

/// The rules by which the corpus was read, each with the check that answers it.
public enum Rule {
  /// A selector that matches nothing.
  R1("selector-unmatched"),
  /// A target port by a name that nobody declares.
  R2("target-port-unresolved"),
  /// A target port by a number that nobody declares.
  R3("target-port-mismatch"),
  /// A container behind a Service without a readiness probe.
  R4("readiness-probe-missing");

  private final String check;

  Rule(String check) {
    this.check = check;
  }

  public String check() {
    return check;
  }
}
