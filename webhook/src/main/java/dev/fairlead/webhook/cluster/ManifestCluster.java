package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Knowledge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A cluster in memory that holds what it is given, and is always up to date.
public final class ManifestCluster implements ClusterState {
  private final KnownObjects objects;

  public ManifestCluster(InstantSource clock) {
    this(new Disclosure.All(), clock);
  }

  public ManifestCluster(Disclosure disclosure, InstantSource clock) {
    this.objects = new KnownObjects(disclosure, new Changes(), clock);
  }

  /// Stores an object in place of the one of its name.
  public void put(KubernetesObject object) {
    objects.put(object);
  }

  public void remove(ObjectRef ref) {
    objects.remove(ref);
  }

  @Override
  public int size(String namespace) {
    return objects.size(namespace);
  }

  @Override
  public ClusterView known(String namespace) {
    return ClusterView.ofCluster(
        objects.view(namespace),
        Knowledge.COMPLETE,
        Optional.of(objects.servicesShownTo(namespace)));
  }

  @Override
  public Optional<NamespaceSwitches> knownNamespace(String name) {
    return objects.namespace(name);
  }

  @Override
  public CompletionStage<ClusterView> readNow(String namespace, Duration atMost) {
    return CompletableFuture.completedFuture(known(namespace));
  }

  @Override
  public CompletionStage<Optional<NamespaceSwitches>> readNamespaceNow(
      String name, Duration atMost) {
    return CompletableFuture.completedFuture(knownNamespace(name));
  }

  @Override
  public Optional<String> outage() {
    return Optional.empty();
  }

  @Override
  public List<Freshness> freshness() {
    return List.of();
  }

  @Override
  public void close() {}
}
