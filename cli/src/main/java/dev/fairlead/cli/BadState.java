package dev.fairlead.cli;

/// Manifests that cannot stand in for a cluster. Its message is one line: which file, where, what
/// is wrong.
final class BadState extends Exception {
  private static final long serialVersionUID = 1L;

  BadState(String message) {
    super(message);
  }
}
