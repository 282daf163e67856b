package dev.fairlead.cli.git;

/// The files cannot be had as they were at a revision. The message is one line that names the thing
/// and what is allowed.
public final class BadRevision extends Exception {
  private static final long serialVersionUID = 1;

  BadRevision(String message) {
    super(message);
  }
}
