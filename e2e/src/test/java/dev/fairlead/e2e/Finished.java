package dev.fairlead.e2e;

import java.util.List;

/// What a command printed, and how it ended.
record Finished(List<String> command, int exitCode, String out, String err) {
  private static final String WARNING = "Warning: ";

  Finished {
    command = List.copyOf(command);
  }

  /// This, unless it failed.
  Finished successful() {
    if (exitCode != 0) {
      throw new AssertionError("must succeed: " + this);
    }
    return this;
  }

  List<String> errorLines() {
    return err.lines().toList();
  }

  /// The warnings that kubectl printed, without its prefix.
  List<String> warnings() {
    return err.lines()
        .filter(line -> line.startsWith(WARNING))
        .map(line -> line.substring(WARNING.length()))
        .toList();
  }

  @Override
  public String toString() {
    return "%s%nexit code %d%n%s%s".formatted(String.join(" ", command), exitCode, out, err);
  }
}
