package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.api.ApiKind;
import dev.fairlead.webhook.api.ApiServer;
import dev.fairlead.webhook.api.Ceiling;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reads a cluster once, for commands. It lists and gets, and changes nothing.
///
/// Every method fails with [ClusterUnavailable] where the API server does not answer, or refuses
/// what a verdict needs; its message names the right that is missing.
public final class ClusterReader implements AutoCloseable {
  /// How long the API server may say nothing. A big list takes it some seconds.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ApiServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ClusterReader(ApiServer server) {
    this.server = server;
  }

  /// Opens a connection, and makes sure that somebody answers.
  ///
  /// @param kubeconfig empty: the cluster that this runs in, else what kubectl would talk to
  public static ClusterReader connect(Optional<Path> kubeconfig, Map<String, String> environment) {
    var server = ApiServer.connect(kubeconfig, environment);
    var problem = server.problem();
    if (problem.isPresent()) {
      server.close();
      throw new ClusterUnavailable(problem.get());
    }
    return new ClusterReader(server);
  }

  /// The namespace that its users mean when they name none.
  public String namespace() {
    return server.namespace();
  }

  /// How much is read.
  ///
  /// @param namespaces empty: all; nothing outside of them is asked for, but the kinds that the
  ///   cluster serves
  /// @param withTrees whether more is kept than the wiring
  public record Extent(Optional<Set<String>> namespaces, PodMakers podMakers, boolean withTrees) {}

  /// An object of the cluster.
  ///
  /// @param tree without its status and what says nothing about wiring; empty where it is not kept
  public record LiveObject(KubernetesObject object, Map<String, @Nullable Object> tree) {}

  /// What a cluster holds.
  ///
  /// @param objects that take part in wiring, and the Namespaces
  /// @param absent the namespaces that were asked for and are not there
  /// @param gaps what may be missing, in words
  public record Contents(List<LiveObject> objects, Set<String> absent, List<String> gaps) {
    public Contents {
      objects = List.copyOf(objects);
      absent = Set.copyOf(absent);
      gaps = gaps.stream().distinct().toList();
    }
  }

  /// Reads a cluster, or a part of it.
  public Contents read(Extent extent) {
    var reduction = new Reduction(new ObjectReader(extent.podMakers()));
    BiFunction<ApiKind, Map<String, @Nullable Object>, LiveObject> made =
        (kind, tree) ->
            new LiveObject(reduction.of(kind, tree), extent.withTrees() ? tree : Map.of());
    var lists = new WiringLists<>(server, extent.podMakers(), made, threads, PATIENCE);
    try {
      return extent.namespaces().isPresent()
          ? read(extent.namespaces().get(), lists)
          : readAll(lists);
    } catch (CompletionException e) {
      throw ClusterUnavailable.because(e);
    }
  }

  private static Contents readAll(WiringLists<LiveObject> lists) {
    var namespaces = lists.soon(ApiKind.NAMESPACES, ApiKind.NAMESPACES.path(), Ceiling.none());
    var read = lists.read(ApiKind::path, Ceiling.none());
    var all = new ArrayList<>(namespaces.join());
    all.addAll(read.objects());
    return new Contents(all, Set.of(), read.gaps());
  }

  private Contents read(Set<String> namespaces, WiringLists<LiveObject> lists) {
    var all = new ArrayList<LiveObject>();
    var absent = new TreeSet<String>();
    var gaps = new ArrayList<String>();
    var outside = new HashSet<ObjectRef>();
    for (var namespace : new TreeSet<>(namespaces)) {
      try {
        var found = namespace(namespace).map(tree -> lists.made().apply(ApiKind.NAMESPACES, tree));
        if (found.isEmpty()) {
          absent.add(namespace);
          continue;
        }
        all.add(found.get());
      } catch (Refused _) {
        // Its labels may add containers to Pods.
        gaps.add("Namespace/%s cannot be read".formatted(namespace));
      }
      var read = lists.read(kind -> kind.path(namespace), Ceiling.none());
      gaps.addAll(read.gaps());
      // What lies outside of namespaces comes with each of them.
      read.objects().stream()
          .filter(
              live ->
                  !live.object().ref().namespace().isEmpty() || outside.add(live.object().ref()))
          .forEach(all::add);
    }
    return new Contents(all, absent, gaps);
  }

  private Optional<Map<String, @Nullable Object>> namespace(String name) {
    try (var answer = server.get(ApiKind.NAMESPACES.path().and(name), ApiServer.JSON, PATIENCE)) {
      return Optional.of(answer.document());
    } catch (Refused e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.close();
  }
}
