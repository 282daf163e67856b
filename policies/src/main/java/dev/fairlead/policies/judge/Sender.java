package dev.fairlead.policies.judge;

/// Who sends a change. The client says so itself, so it is only a hint.
public enum Sender {
  /// Somebody at kubectl or a console, who reads the answer and sends the next object by hand.
  PERSON,
  /// A program that sends bundles: Helm, Argo CD, Flux, Terraform, whatever embeds one of them.
  PIPELINE
}
