package dev.fairlead.webhook.review;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Overrides;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// What the operator has decided about reviews.
///
/// @param defaultLevel the level of namespaces that have no label
/// @param overrideLevels the levels at which `allow.fairlead.dev/<id>` lets a finding through
/// @param exemptUsers users, controllers among them, whose changes are not judged
/// @param orderedManagers field managers of clients that send bundles in a fixed order
/// @param orderedUsers users that such clients act as
/// @param confirmTime the most that a live read before a denial may take
public record ReviewRules(
    Level defaultLevel,
    Set<Level> overrideLevels,
    Set<String> exemptNamespaces,
    Set<String> exemptUsers,
    Set<String> exemptGroups,
    Set<String> orderedManagers,
    Set<String> orderedUsers,
    Duration confirmTime) {
  public ReviewRules {
    overrideLevels = Set.copyOf(overrideLevels);
    exemptNamespaces = Set.copyOf(exemptNamespaces);
    exemptUsers = Set.copyOf(exemptUsers);
    exemptGroups = Set.copyOf(exemptGroups);
    orderedManagers = Set.copyOf(orderedManagers);
    orderedUsers = Set.copyOf(orderedUsers);
  }

  boolean exempts(ReviewRequest request) {
    return exemptNamespaces.contains(request.namespace())
        || exemptUsers.contains(request.userName())
        || request.groups().stream().anyMatch(exemptGroups::contains);
  }

  boolean sentInFixedOrder(ReviewRequest request) {
    return orderedManagers.contains(request.fieldManager())
        || orderedUsers.contains(request.userName());
  }

  /// The level that a Namespace says by its switches.
  Level level(Map<String, String> switches) {
    return Level.in(switches, defaultLevel);
  }

  Overrides overridesAt(Level level) {
    return overrideLevels.contains(level) ? Overrides.HONOURED : Overrides.IGNORED;
  }
}
