package dev.fairlead.cli.check;

/// A baseline that cannot be used. Its message is one line: which file, where, what is wrong and
/// what is allowed.
public final class BadBaseline extends Exception {
  private static final long serialVersionUID = 1L;

  BadBaseline(String message) {
    super(message);
  }
}
