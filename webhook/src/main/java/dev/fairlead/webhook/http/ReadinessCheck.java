package dev.fairlead.webhook.http;

/// One thing that must be so before reviews can be answered.
///
/// @param detail what is known, or what is missing; may be empty
public record ReadinessCheck(String name, boolean ready, String detail) {
  /// `[+]services ok`, `[-]pods failed: no list yet`.
  String line() {
    return state() + (detail.isEmpty() ? "" : ": " + detail);
  }

  /// For whoever may not read the detail, worded as by the API server: `[-]pods failed: reason
  /// withheld`.
  String withheld() {
    return state() + (ready ? "" : ": reason withheld");
  }

  private String state() {
    return (ready ? "[+]" : "[-]") + name + (ready ? " ok" : " failed");
  }
}
