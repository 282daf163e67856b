package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.Injector;
import dev.fairlead.policies.model.ObjectRef;

/// One fact about the other side of a finding: it supports the finding, or keeps it from being
/// proven.
public sealed interface Evidence {
  /// The workload that shows it.
  ObjectRef workload();

  /// A container declares a port.
  record Declares(ObjectRef workload, String container, ContainerPort port) implements Evidence {}

  /// A container declares no port of the protocol, so nobody can tell where it listens.
  record DeclaresNone(ObjectRef workload, String container, String protocol) implements Evidence {}

  /// A probe, hook, command, argument, environment value or annotation holds the number.
  record Speaks(ObjectRef workload, int number) implements Evidence {}

  /// A mounted volume may hold a configuration that tells where the workload listens.
  ///
  /// @param source `ConfigMap/nginx`
  record MayConfigure(ObjectRef workload, String source) implements Evidence {}

  /// Somebody is asked to add containers to its Pods.
  record Injects(ObjectRef workload, Injector injector) implements Evidence {}

  /// Its live Pods have a container that its template lacks.
  record Added(ObjectRef workload, String container) implements Evidence {}

  /// Its template carries a label that the selector was probably meant to ask for.
  record Carries(ObjectRef workload, String key, String value) implements Evidence {}
}
