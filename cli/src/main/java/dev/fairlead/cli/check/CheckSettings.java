package dev.fairlead.cli.check;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.view.Scope;
import java.util.Map;
import java.util.Set;

/// What a user says about the files to be judged.
///
/// @param namespace where objects live that name no namespace
/// @param scope whether anything lives outside the files
/// @param checks the ids of the checks that count
/// @param onlyWarning the ids of those that find no errors
/// @param levels of namespaces
/// @param makers what is known of custom kinds
public record CheckSettings(
    String namespace,
    Scope scope,
    Set<String> checks,
    Set<String> onlyWarning,
    Levels levels,
    PodMakers makers) {
  /// The level of each namespace.
  ///
  /// @param otherwise of those that are not named, and that say nothing themselves
  public record Levels(Level otherwise, Map<String, Level> byNamespace, Source source) {
    /// Who says how strict namespaces are.
    public enum Source {
      /// The user, whatever the namespaces say by their labels.
      USER,
      /// Each namespace by its label, where it is not named.
      LABELS
    }

    public Levels {
      byNamespace = Map.copyOf(byNamespace);
    }

    /// @param switches what the Namespace says
    Level of(String namespace, Map<String, String> switches) {
      var named = byNamespace.get(namespace);
      if (named != null) {
        return named;
      }
      return source == Source.USER ? otherwise : Level.in(switches, otherwise);
    }
  }

  public CheckSettings {
    checks = Set.copyOf(checks);
    onlyWarning = Set.copyOf(onlyWarning);
  }

  /// Every check counts, and every namespace is guarded.
  public CheckSettings(String namespace, Scope scope) {
    this(
        namespace,
        scope,
        Set.copyOf(Checks.ids()),
        Set.of(),
        new Levels(Level.GUARD, Map.of(), Levels.Source.LABELS),
        PodMakers.COMMON);
  }
}
