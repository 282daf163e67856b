package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Knowledge;
import dev.fairlead.policies.view.NamespaceView;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real cluster: watched all the time, and read anew where that is asked for.
public final class LiveCluster implements ClusterState {
  private static final Logger LOG = LoggerFactory.getLogger(LiveCluster.class);

  private final KubernetesClient client;
  private final Reduction reduction;
  private final KnownObjects objects = new KnownObjects();
  private final Map<String, NamespaceSwitches> namespaces = new ConcurrentHashMap<>();
  private final List<KindWatch> watches;
  private final ExecutorService reads = Executors.newVirtualThreadPerTaskExecutor();

  private LiveCluster(KubernetesClient client, ObjectReader reader) {
    this.client = client;
    this.reduction = new Reduction(reader);
    this.watches = Stream.of(WatchedKind.values()).map(this::watch).toList();
  }

  /// Starts to watch; nothing is known at first, and for as long as the API server does not answer.
  ///
  /// @param kubeconfig empty: the cluster that this runs in, else what kubectl would talk to
  /// @throws ClusterUnavailable where there is nothing that says how to reach one
  public static LiveCluster connect(
      Optional<Path> kubeconfig, Map<String, String> environment, ObjectReader reader) {
    var connection = Connection.find(kubeconfig, environment);
    var client = connection.open();
    var cluster = new LiveCluster(client, reader);
    cluster.reads.execute(
        () ->
            connection
                .problem(client)
                .ifPresent(problem -> LOG.error("{}; trying again", problem)));
    cluster.watches.forEach(KindWatch::start);
    return cluster;
  }

  private KindWatch watch(WatchedKind kind) {
    var store =
        kind == WatchedKind.NAMESPACES
            ? new ReducingStore(
                kind,
                reduction,
                object -> {
                  if (object instanceof NamespaceSwitches namespace) {
                    namespaces.put(namespace.ref().name(), namespace);
                  }
                },
                ref -> namespaces.remove(ref.name()))
            : new ReducingStore(kind, reduction, objects::put, objects::remove);
    return new KindWatch(kind, client, store);
  }

  @Override
  public ClusterView known(String namespace) {
    var gaps = watches.stream().filter(watch -> !watch.isSynced()).map(KindWatch::gap).toList();
    return ClusterView.ofCluster(
        objects.view(namespace), new Knowledge(gaps), Optional.of(objects::servicesNamed));
  }

  @Override
  public Optional<NamespaceSwitches> knownNamespace(String name) {
    return Optional.ofNullable(namespaces.get(name));
  }

  @Override
  public CompletionStage<ClusterView> readNow(String namespace, Duration atMost) {
    var lists =
        WatchedKind.NAMESPACED.stream()
            .map(kind -> CompletableFuture.supplyAsync(() -> list(kind, namespace), reads))
            .toList();
    return within(
        atMost,
        CompletableFuture.allOf(lists.toArray(CompletableFuture[]::new))
            .thenApply(
                _ -> {
                  var builder = NamespaceView.builder(namespace);
                  lists.forEach(list -> list.join().forEach(builder::add));
                  return ClusterView.ofCluster(
                      builder.build(), Knowledge.COMPLETE, Optional.of(objects::servicesNamed));
                }));
  }

  private List<KubernetesObject> list(WatchedKind kind, String namespace) {
    return client
        .genericKubernetesResources(kind.context())
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .map(resource -> reduction.of(kind, resource))
        .toList();
  }

  @Override
  public CompletionStage<Optional<NamespaceSwitches>> readNamespaceNow(
      String name, Duration atMost) {
    return within(atMost, CompletableFuture.supplyAsync(() -> namespace(name), reads));
  }

  private Optional<NamespaceSwitches> namespace(String name) {
    GenericKubernetesResource found =
        client.genericKubernetesResources(WatchedKind.NAMESPACES.context()).withName(name).get();
    return Optional.ofNullable(found)
        .map(resource -> reduction.of(WatchedKind.NAMESPACES, resource))
        .filter(NamespaceSwitches.class::isInstance)
        .map(NamespaceSwitches.class::cast);
  }

  private static <T> CompletionStage<T> within(Duration atMost, CompletableFuture<T> read) {
    return read.orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              throw failure instanceof TimeoutException
                  ? new ClusterUnavailable("no answer within " + atMost.toMillis() + " ms", failure)
                  : new ClusterUnavailable(Connection.reason(failure), failure);
            });
  }

  @Override
  public List<Freshness> freshness() {
    return watches.stream().map(KindWatch::freshness).toList();
  }

  @Override
  public void close() {
    watches.forEach(KindWatch::stop);
    reads.shutdownNow();
    client.close();
  }
}
