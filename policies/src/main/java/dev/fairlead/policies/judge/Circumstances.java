package dev.fairlead.policies.judge;

import java.util.Map;

/// Where, how and by whom a change is sent.
///
/// @param checks what the namespace wants of single checks, by id
public record Circumstances(
    Level level, Map<String, CheckLevel> checks, Overrides overrides, Sender sender, Run run) {
  public Circumstances {
    checks = Map.copyOf(checks);
  }

  /// A person at kubectl.
  public static Circumstances interactive(Level level) {
    return new Circumstances(level, Map.of(), Overrides.HONOURED, Sender.INTERACTIVE, Run.REAL);
  }
}
