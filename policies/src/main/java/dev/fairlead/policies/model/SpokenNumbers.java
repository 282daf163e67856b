package dev.fairlead.policies.model;

import java.util.Set;

/// The numbers, up to 65535, that a pod mentions in commands, arguments, environment values,
/// probes, lifecycle hooks and annotations about ports. It may listen on them, whatever it
/// declares.
///
/// @param said those that can be told
/// @param byProbesAlone those of them that nothing but probes says
/// @param rest whether there may be others
public record SpokenNumbers(Set<Integer> said, Set<Integer> byProbesAlone, Rest rest) {
  /// What else may be said.
  public enum Rest {
    NOTHING,
    /// Some values are in Secrets, or in ConfigMaps that are not in view.
    UNKNOWN
  }

  public SpokenNumbers {
    said = Set.copyOf(said);
    byProbesAlone = Set.copyOf(byProbesAlone);
  }

  /// True where the number is said, or nobody can tell.
  public boolean mayInclude(int number) {
    return rest == Rest.UNKNOWN || said.contains(number);
  }

  /// True where something else than a probe says the number, or nobody can tell.
  public boolean mayIncludeBesideProbes(int number) {
    return mayInclude(number) && !(rest == Rest.NOTHING && byProbesAlone.contains(number));
  }
}
