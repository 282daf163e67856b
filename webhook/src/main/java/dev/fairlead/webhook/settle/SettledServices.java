package dev.fairlead.webhook.settle;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Overrides;
import dev.fairlead.policies.model.ServiceEndpoints.Purpose;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.settings.Settings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which Services are settled, and what lets their findings through.
///
/// @param defaultLevel the level of namespaces that have no label
/// @param overrideLevels the levels at which `allow.fairlead.dev/<id>` lets a finding through
/// @param exemptNamespaces in which only the cluster's DNS is looked at
/// @param dnsServices the Services of the cluster's DNS, as `namespace/name`
public record SettledServices(
    Level defaultLevel,
    Set<Level> overrideLevels,
    Set<String> exemptNamespaces,
    Set<String> dnsServices) {
  public SettledServices {
    overrideLevels = Set.copyOf(overrideLevels);
    exemptNamespaces = Set.copyOf(exemptNamespaces);
    dnsServices = Set.copyOf(dnsServices);
  }

  /// As the settings have it; our own namespace is exempt.
  public static SettledServices of(Settings settings) {
    var exempt = new HashSet<>(settings.exempt().namespaces());
    exempt.add(settings.cluster().namespace());
    return new SettledServices(
        settings.judging().level(),
        settings.judging().overrides(),
        exempt,
        settings.settle().map(Settings.Settle::dnsServices).orElse(Set.of()));
  }

  /// Whether a Service is settled.
  ///
  /// @param switches of its Namespace
  public boolean include(ServiceWiring service, Map<String, String> switches) {
    return purpose(service) == Purpose.CLUSTER_DNS || include(service.ref().namespace(), switches);
  }

  /// Whether all that a namespace holds is settled.
  ///
  /// @param switches of the Namespace
  boolean include(String namespace, Map<String, String> switches) {
    return level(switches) != Level.OFF && !exemptNamespaces.contains(namespace);
  }

  Purpose purpose(ServiceWiring service) {
    var ref = service.ref();
    return dnsServices.contains(ref.namespace() + "/" + ref.name())
        ? Purpose.CLUSTER_DNS
        : Purpose.ANY;
  }

  private Level level(Map<String, String> switches) {
    return Level.in(switches, defaultLevel);
  }

  /// What an object's reason counts for in a namespace.
  ///
  /// @param switches of the Namespace
  public Overrides overrides(Map<String, String> switches) {
    return overrideLevels.contains(level(switches)) ? Overrides.HONOURED : Overrides.IGNORED;
  }
}
