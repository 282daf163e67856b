package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.view.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// What exists in a cluster, and how far that can be relied on.
public interface ClusterState extends AutoCloseable {
  /// What is known of a namespace at this moment; it may lag behind, and says where it has gaps.
  ClusterView known(String namespace);

  /// How many objects of a namespace are known: how much there is to look at, without a look.
  int size(String namespace);

  /// The same, for somebody who does not come back soon: nothing is kept ready for the next one.
  default ClusterView glance(String namespace) {
    return known(namespace);
  }

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

  /// What keeps the state from being known for now, in words; custom kinds that we may not read are
  /// no such thing.
  Optional<String> outage();

  /// How far each part of the state can be relied on.
  List<Freshness> freshness();

  @Override
  void close();

  /// Whether one kind of object is known.
  ///
  /// @param resource the plural as the API server names it: `services`, `rollouts.argoproj.io`
  /// @param problem why it is not watched, empty while nothing is wrong
  /// @param lastHeard when the API server last said something about it
  /// @param lists how often all its objects were listed
  /// @param unreadable objects of it that could not be read, as `namespace/name`, in order
  record Freshness(
      String resource,
      State state,
      String problem,
      Optional<Instant> lastHeard,
      long lists,
      List<String> unreadable) {
    public Freshness {
      unreadable = List.copyOf(unreadable);
    }

    /// How far what is known of a kind can be relied on.
    public enum State {
      /// Not one list has been read yet.
      UNKNOWN,
      KNOWN,
      /// The watch has been broken for too long.
      STALE,
      /// A custom kind that we may not read.
      UNREADABLE
    }
  }
}
