package dev.fairlead.webhook.http;

/// One thing that must be so before reviews can be answered.
///
/// @param detail what is known, or what is missing; may be empty
public record ReadinessCheck(String name, boolean ready, String detail) {
  /// `[+]services ok`, `[-]pods failed: no list yet`.
  String line() {
    var sign = ready ? "[+]" : "[-]";
    var state = ready ? " ok" : " failed";
    return sign + name + state + (detail.isEmpty() ? "" : ": " + detail);
  }
}
