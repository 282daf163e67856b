package dev.fairlead.webhook.settle;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Overrides;
import dev.fairlead.policies.judge.Switches;
import dev.fairlead.webhook.api.LeaderSeat;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// What the operator has decided about settle.
///
/// @param defaultLevel the level of namespaces that have no label
/// @param overrideLevels the levels at which `allow.fairlead.dev/<id>` lets a finding through
/// @param exemptNamespaces in which only the cluster's DNS is looked at
/// @param window how long the other half may take where a namespace does not say
/// @param dnsServices the Services of the cluster's DNS, as `namespace/name`
/// @param writesPerSecond how many requests that write may be sent
/// @param kindsEvery how often is asked whether kinds of reports have come
public record SettleRules(
    Level defaultLevel,
    Set<Level> overrideLevels,
    Set<String> exemptNamespaces,
    Duration window,
    Set<String> dnsServices,
    int writesPerSecond,
    Duration kindsEvery,
    LeaderSeat seat) {
  public SettleRules {
    overrideLevels = Set.copyOf(overrideLevels);
    exemptNamespaces = Set.copyOf(exemptNamespaces);
    dnsServices = Set.copyOf(dnsServices);
  }

  /// @param switches of the Namespace
  boolean judges(String namespace, Map<String, String> switches) {
    return level(switches) != Level.OFF && !exemptNamespaces.contains(namespace);
  }

  private Level level(Map<String, String> switches) {
    return Level.in(switches, defaultLevel);
  }

  Overrides overrides(Map<String, String> switches) {
    return overrideLevels.contains(level(switches)) ? Overrides.HONOURED : Overrides.IGNORED;
  }

  Duration window(Map<String, String> switches) {
    var own = Switches.windowSeconds(switches);
    return own.isPresent() ? Duration.ofSeconds(own.getAsInt()) : window;
  }
}
