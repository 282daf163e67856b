package dev.fairlead.policies.corpus;

/// A fault that SREGym, a public benchmark of incidents in Kubernetes, injects into an application
/// that works (its sregym/generators/fault/inject_virtual.py), and the check that speaks of it.
enum Fault {
  TARGET_PORT("a target port that nothing declares", "target-port-mismatch"),
  SELECTOR_LABEL("a label in the selector that no Pod carries", "selector-unmatched"),
  SELECTOR_OF_TWO("a selector that catches another workload", "broad-selector"),
  REFERENCE_PORT("a reference with another port", "service-reference-port"),
  SIDECAR_PORT("a sidecar on the same port", "container-port-conflict"),
  DNS_POLICY("a foreign DNS policy", "dns-policy-unresolvable"),
  PROBE_PORT("a readiness probe of a wrong port", "probe-port-mismatch"),
  /// Warned about at its deletion, by no check of its own.
  SERVICE_DELETED("a deleted Service", "");

  private final String title;
  private final String check;

  Fault(String title, String check) {
    this.title = title;
    this.check = check;
  }

  String check() {
    return check;
  }

  @Override
  public String toString() {
    return title;
  }
}
