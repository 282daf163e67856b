package dev.fairlead.cli.check;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.view.Scope;
import java.util.Set;

/// What a user says about the files to be judged.
///
/// @param namespace where objects live that name no namespace
/// @param scope whether anything lives outside the files
/// @param checks the ids of the checks that count
public record CheckSettings(String namespace, Scope scope, Set<String> checks) {
  public CheckSettings {
    checks = Set.copyOf(checks);
  }

  /// Every check counts.
  public CheckSettings(String namespace, Scope scope) {
    this(namespace, scope, Set.copyOf(Checks.ids()));
  }
}
