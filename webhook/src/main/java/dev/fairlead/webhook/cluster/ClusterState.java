package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.view.ClusterView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// What exists in a cluster.
public interface ClusterState extends AutoCloseable {
  /// What is known of a namespace at this moment; it may lag behind, and says where it has gaps.
  ClusterView known(String namespace);

  /// A Namespace's own switches; empty while it is not known.
  Optional<NamespaceSwitches> knownNamespace(String name);

  /// Reads a namespace anew. The read begins after this call.
  ///
  /// @return the view; it fails where the cluster does not answer within `atMost`
  CompletionStage<ClusterView> readNow(String namespace, Duration atMost);

  /// Reads a Namespace anew.
  ///
  /// @return its switches, empty where there is no such Namespace; it fails where the cluster does
  ///   not answer within `atMost`
  CompletionStage<Optional<NamespaceSwitches>> readNamespaceNow(String name, Duration atMost);

  /// How far each part of the state can be relied on.
  List<Freshness> freshness();

  @Override
  void close();

  /// Whether one kind of object is known.
  ///
  /// @param resource the plural as the API server names it: `services`
  /// @param problem what is wrong, empty while nothing is
  record Freshness(String resource, boolean synced, String problem) {}
}
