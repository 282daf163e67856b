package dev.fairlead.webhook.review;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Overrides;
import dev.fairlead.policies.judge.Sender;
import dev.fairlead.policies.judge.Switches;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// What the operator has decided about reviews.
///
/// @param defaultLevel the level of namespaces that have no label
/// @param overrideLevels the levels at which `allow.fairlead.dev/<id>` lets a finding through
/// @param exemptUsers users, controllers among them, whose changes are not judged
/// @param window how long the other half of a release may take where a namespace does not say
/// @param personManagers field managers of what people type and click in; one that ends in `*`
///   stands for all that begin so
/// @param confirmTime the most that a live read before a denial may take
public record ReviewSettings(
    Level defaultLevel,
    Set<Level> overrideLevels,
    Set<String> exemptNamespaces,
    Set<String> exemptUsers,
    Set<String> exemptGroups,
    Duration window,
    Set<String> personManagers,
    Duration confirmTime) {
  public ReviewSettings {
    overrideLevels = Set.copyOf(overrideLevels);
    exemptNamespaces = Set.copyOf(exemptNamespaces);
    exemptUsers = Set.copyOf(exemptUsers);
    exemptGroups = Set.copyOf(exemptGroups);
    personManagers = Set.copyOf(personManagers);
  }

  boolean exempts(ReviewRequest request) {
    return exemptNamespaces.contains(request.namespace())
        || exemptUsers.contains(request.userName())
        || request.groups().stream().anyMatch(exemptGroups::contains);
  }

  /// Who sends a change, by the name that the client gives itself; whoever is not known for a
  /// person is a pipeline.
  Sender sender(ReviewRequest request) {
    var manager = SentBy.manager(request);
    return personManagers.stream().anyMatch(known -> matches(known, manager))
        ? Sender.PERSON
        : Sender.PIPELINE;
  }

  private static boolean matches(String known, String manager) {
    return known.endsWith("*")
        ? manager.startsWith(known.substring(0, known.length() - 1))
        : known.equals(manager);
  }

  /// Since when a release may be under way in a namespace.
  Instant windowBegan(Map<String, String> switches, Instant now) {
    var own = Switches.windowSeconds(switches);
    return now.minus(own.isPresent() ? Duration.ofSeconds(own.getAsInt()) : window);
  }

  /// The level that a Namespace says by its switches.
  Level level(Map<String, String> switches) {
    return Level.in(switches, defaultLevel);
  }

  Overrides overridesAt(Level level) {
    return overrideLevels.contains(level) ? Overrides.HONOURED : Overrides.IGNORED;
  }
}
