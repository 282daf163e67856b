package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Knowledge;
import dev.fairlead.policies.view.NamespaceView;
import dev.fairlead.webhook.api.ApiKind;
import dev.fairlead.webhook.api.ApiServer;
import dev.fairlead.webhook.api.Ceiling;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real cluster. It is watched all the time, and read live where a verdict needs it.
public final class LiveCluster implements ClusterState {
  private static final Logger LOG = LoggerFactory.getLogger(LiveCluster.class);

  /// How many namespaces are read anew at once. A read is a list of each kind, and there are few:
  /// they only come before denials.
  private static final int MOST_READS = 8;

  /// How long a live read may say nothing; nobody waits for longer.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// How long a live read may take in all: what the longest of API servers waits for. Others wait
  /// behind it.
  private static final Duration MOST_TIME = Duration.ofSeconds(30);

  /// What a live read may bring: the objects of a namespace of tens of thousands, which are not
  /// kept as they come.
  private static final long MOST_BYTES = 512 << 20;

  /// What one Namespace may bring. The API server takes objects of up to 3 MiB.
  private static final long NAMESPACE_BYTES = 4 << 20;

  private final ApiServer server;
  private final Reduction reduction;
  private final Changes changes = new Changes();
  private final KnownObjects objects;
  private final Watches watches;
  private final SettledState settled;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final WiringLists<KubernetesObject> lists;
  private final LiveReads<ClusterView> reads = new LiveReads<>(this::read, MOST_READS);

  /// Of Namespaces that the watch has not shown yet. There are few, or somebody makes them up.
  private final Semaphore namespaceTurns = new Semaphore(MOST_READS, true);

  /// Made when it is first needed: most clusters never show us a Namespace too late.
  private final Lazy<RecentNamespaces> recentNamespaces =
      new Lazy<>(() -> new RecentNamespaces(threads));

  private LiveCluster(
      ApiServer server, PodMakers podMakers, WatchSettings settings, InstantSource clock) {
    this.server = server;
    this.reduction = new Reduction(new ObjectReader(podMakers));
    this.objects = new KnownObjects(settings.disclosure(), changes, clock);
    this.lists = new WiringLists<>(server, podMakers, reduction::of, threads, PATIENCE);
    var statuses = new KnownStatuses();
    this.watches =
        new Watches(server, podMakers, reduction, objects, statuses, changes, settings, clock);
    this.settled =
        new SettledState(server, objects, statuses, changes, settings.staleAfter(), clock);
  }

  /// Starts to watch; nothing is known at first, and for as long as the API server does not answer.
  ///
  /// @param kubeconfig empty: the cluster that this runs in, else what kubectl would talk to
  /// @throws ClusterUnavailable where there is nothing that says how to reach one
  public static LiveCluster connect(
      Optional<Path> kubeconfig,
      Map<String, String> environment,
      PodMakers podMakers,
      WatchSettings settings,
      InstantSource clock) {
    var server = ApiServer.connect(kubeconfig, environment);
    var cluster = new LiveCluster(server, podMakers, settings, clock);
    cluster.threads.execute(
        () -> server.problem().ifPresent(problem -> LOG.error("{}; trying again", problem)));
    cluster.watches.start();
    return cluster;
  }

  @Override
  public int size(String namespace) {
    return objects.size(namespace);
  }

  @Override
  public ClusterView known(String namespace) {
    return view(objects.view(namespace), watches.gaps());
  }

  @Override
  public ClusterView glance(String namespace) {
    return view(objects.glance(namespace), watches.gaps());
  }

  private ClusterView view(NamespaceView namespace, List<String> gaps) {
    return ClusterView.ofCluster(
        namespace,
        gaps.isEmpty() ? Knowledge.COMPLETE : new Knowledge(gaps),
        Optional.of(objects.servicesShownTo(namespace.name())));
  }

  @Override
  public Optional<String> outage() {
    return watches.outage();
  }

  @Override
  public Optional<NamespaceSwitches> knownNamespace(String name) {
    return objects.namespace(name);
  }

  @Override
  public CompletionStage<ClusterView> readNow(String namespace, Duration atMost) {
    return within(atMost, reads.of(namespace));
  }

  private ClusterView read(String namespace) {
    var ceiling = new Ceiling(MOST_BYTES, MOST_TIME);
    var kind = ApiKind.CONTROLLER_REVISIONS;
    var revisions = lists.soon(kind, kind.path(namespace), ceiling);
    var contents = lists.read(each -> each.path(namespace), ceiling);
    var view = NamespaceView.builder(namespace);
    contents.objects().forEach(view::add);
    addRevisions(revisions, view);
    return view(objects.within(view.build()), contents.gaps());
  }

  /// A rollback of a StatefulSet or a DaemonSet is told by its ControllerRevisions.
  private static void addRevisions(
      CompletableFuture<List<KubernetesObject>> revisions, NamespaceView.Builder view) {
    try {
      revisions.join().forEach(view::add);
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof Refused)) {
        throw e;
      }
      view.withoutRevisions("StatefulSet").withoutRevisions("DaemonSet");
    }
  }

  private <T> CompletableFuture<T> soon(Supplier<T> read) {
    return CompletableFuture.supplyAsync(read, threads);
  }

  @Override
  public CompletionStage<Optional<NamespaceSwitches>> readNamespaceNow(
      String name, Duration atMost) {
    var read =
        soon(recentNamespaces::get)
            .thenCompose(recent -> recent.of(name, () -> namespaceInTurn(name)));
    return within(atMost, read);
  }

  private Optional<NamespaceSwitches> namespaceInTurn(String name) {
    try {
      if (!namespaceTurns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ClusterUnavailable("too many Namespaces are read at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterUnavailable("stopped", e);
    }
    try {
      return namespace(name);
    } finally {
      namespaceTurns.release();
    }
  }

  private Optional<NamespaceSwitches> namespace(String name) {
    var ceiling = new Ceiling(NAMESPACE_BYTES, MOST_TIME);
    var path = ApiKind.NAMESPACES.path().and(name);
    try (var answer = server.get(path, ApiServer.JSON, PATIENCE, ceiling)) {
      return Optional.of(reduction.of(ApiKind.NAMESPACES, answer.document()))
          .filter(NamespaceSwitches.class::isInstance)
          .map(NamespaceSwitches.class::cast);
    } catch (Refused e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static <T> CompletionStage<T> within(Duration atMost, CompletableFuture<T> read) {
    return read.orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              throw failure instanceof TimeoutException
                  ? new ClusterUnavailable("no answer within " + atMost.toMillis() + " ms", failure)
                  : ClusterUnavailable.because(failure);
            });
  }

  /// What settle follows.
  public SettledState settled() {
    return settled;
  }

  /// The API server whose cluster this is.
  public ApiServer server() {
    return server;
  }

  @Override
  public List<Freshness> freshness() {
    return watches.freshness();
  }

  @Override
  public void close() {
    settled.forgetEndpoints();
    watches.stop();
    reads.close();
    threads.shutdownNow();
    server.close();
  }
}
