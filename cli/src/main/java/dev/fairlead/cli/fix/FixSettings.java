package dev.fairlead.cli.fix;

import dev.fairlead.policies.fixes.HttpProbe;
import java.util.Optional;
import java.util.Set;

/// What a user wants to be done to the files.
///
/// @param namespace where objects live that name no namespace
/// @param fixes the ids of the fixes
/// @param http what probes ask; where it is empty, what the annotations of a Namespace in the files
///   say
public record FixSettings(
    String namespace, Set<String> fixes, Optional<HttpProbe> http, Findings findings) {
  /// What becomes of the mistakes that checks find.
  public enum Findings {
    MENDED,
    LEFT
  }

  public FixSettings {
    fixes = Set.copyOf(fixes);
  }
}
