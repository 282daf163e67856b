package dev.fairlead.certs;

import java.io.Serial;

/// Text that holds no usable key or certificate. Its message is what must hold and what was seen,
/// to be put behind the place that the text came from.
public final class BadPemException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  BadPemException(String problem) {
    super(problem.replaceAll("\\s+", " "));
  }

  /// What must hold and what was seen.
  public String problem() {
    return String.valueOf(getMessage());
  }
}
