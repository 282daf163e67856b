package dev.fairlead.policies.judge;

/// What kind of client sends a change; a hint that the client gives about itself.
public enum Sender {
  INTERACTIVE,
  /// Sends bundles in a fixed order, Services before their workloads: Helm, Argo CD, Flux.
  ORDERED_APPLIER
}
