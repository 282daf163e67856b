package dev.fairlead.policies.judge;

import java.time.Instant;
import java.util.Map;

/// Where, how, when and by whom a change is sent.
///
/// @param checks what the namespace wants of single checks, by id
/// @param windowBegan since when a release may be under way: a Service that was created or rewired
///   later may be its first half
public record Circumstances(
    Level level,
    Map<String, CheckLevel> checks,
    Overrides overrides,
    Sender sender,
    Run run,
    Instant windowBegan) {
  public Circumstances {
    checks = Map.copyOf(checks);
  }

  /// A person at kubectl, while no release is under way.
  public static Circumstances byPerson(Level level) {
    return new Circumstances(
        level, Map.of(), Overrides.HONOURED, Sender.PERSON, Run.REAL, Instant.MAX);
  }
}
