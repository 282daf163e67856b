package dev.fairlead.cli.config;

/// A file of ours that cannot be used. Its message is one line: which file, where, what is wrong
/// and what is allowed.
public final class BadFile extends Exception {
  private static final long serialVersionUID = 1L;

  BadFile(String message) {
    super(message);
  }
}
