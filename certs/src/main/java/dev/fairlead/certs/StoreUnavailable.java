package dev.fairlead.certs;

import java.io.Serial;

/// The cluster did not do what was asked of it. Its message is one line: what, and why not.
public final class StoreUnavailable extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public StoreUnavailable(String message) {
    super(message);
  }

  /// The line.
  public String problem() {
    return String.valueOf(getMessage());
  }
}
