package dev.fairlead.webhook;

import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.ManifestCluster;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// An empty cluster that is as fresh as it is told to be.
final class ToldCluster implements ClusterState {
  private final ManifestCluster empty = new ManifestCluster(InstantSource.system());
  private volatile List<Freshness> kinds = List.of();

  void says(Freshness... now) {
    kinds = List.of(now);
  }

  @Override
  public List<Freshness> freshness() {
    return kinds;
  }

  @Override
  public int size(String namespace) {
    return 0;
  }

  @Override
  public ClusterView known(String namespace) {
    return empty.known(namespace);
  }

  @Override
  public Optional<NamespaceSwitches> knownNamespace(String name) {
    return empty.knownNamespace(name);
  }

  @Override
  public CompletionStage<ClusterView> readNow(String namespace, Duration atMost) {
    return empty.readNow(namespace, atMost);
  }

  @Override
  public CompletionStage<Optional<NamespaceSwitches>> readNamespaceNow(
      String name, Duration atMost) {
    return empty.readNamespaceNow(name, atMost);
  }

  @Override
  public Optional<String> outage() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
