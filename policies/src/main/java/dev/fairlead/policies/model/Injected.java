package dev.fairlead.policies.model;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What others add to the Pods of a workload beyond its template.
///
/// @param injectors who is asked to, by the template, the Namespace or a SidecarSet
/// @param containers those that its live Pods have and its template lacks
public record Injected(Set<Injector> injectors, List<Container> containers) {
  public static final Injected NOTHING = new Injected(Set.of(), List.of());

  public Injected {
    injectors = Set.copyOf(injectors);
    containers = List.copyOf(containers);
  }

  /// True where nothing about the absence of a port can be proven: what is added may listen
  /// anywhere.
  public boolean isOpen() {
    return injectors.stream().anyMatch(Injector::mayListenAnywhere) || !containers.isEmpty();
  }

  /// The ports that are known to be added.
  public Stream<ContainerPort> ports() {
    return Stream.concat(
        injectors.stream().flatMap(injector -> injector.ports().stream()),
        containers.stream().flatMap(container -> container.ports().stream()));
  }
}
