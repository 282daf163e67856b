package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.api.ApiKind;
import dev.fairlead.webhook.api.ApiPath;
import dev.fairlead.webhook.api.ApiServer;
import dev.fairlead.webhook.api.Ceiling;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.CustomKinds;
import dev.fairlead.webhook.api.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lists of each kind that takes part in wiring, asked for at once.
///
/// @param made what is kept of an object
/// @param patience how long nothing may arrive
record WiringLists<T>(
    ApiServer server,
    PodMakers podMakers,
    BiFunction<ApiKind, Map<String, @Nullable Object>, T> made,
    Executor threads,
    Duration patience) {
  /// What they hold.
  ///
  /// @param gaps what may be missing, in words
  record Contents<T>(List<T> objects, List<String> gaps) {}

  /// One list of each kind, those of the custom kinds that are served at this moment included. A
  /// custom kind may be refused to us, and is a gap then.
  ///
  /// @param where the objects of a kind are
  /// @throws CompletionException because of [ClusterUnavailable]
  Contents<T> read(Function<ApiKind, ApiPath> where, Ceiling ceiling) {
    var builtIn =
        ApiKind.BUILT_IN.stream().map(kind -> soon(kind, where.apply(kind), ceiling)).toList();
    var served = CustomKinds.of(server, podMakers, patience, ceiling);
    var gaps = new ArrayList<>(served.unknown());
    var custom =
        served.kinds().stream().map(kind -> soon(kind, where.apply(kind), ceiling)).toList();
    var objects = new ArrayList<T>();
    builtIn.forEach(list -> objects.addAll(list.join()));
    for (var i = 0; i < custom.size(); i++) {
      try {
        objects.addAll(custom.get(i).join());
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof Refused)) {
          throw e;
        }
        gaps.add(served.kinds().get(i).resource() + " cannot be read");
      }
    }
    return new Contents<>(objects, gaps);
  }

  /// The objects of one kind.
  CompletableFuture<List<T>> soon(ApiKind kind, ApiPath path, Ceiling ceiling) {
    return CompletableFuture.supplyAsync(() -> list(kind, path, ceiling), threads);
  }

  private List<T> list(ApiKind kind, ApiPath path, Ceiling ceiling) {
    var objects = new ArrayList<T>();
    var _ =
        server.list(
            path, kind.reads(), patience, ceiling, tree -> objects.add(made.apply(kind, tree)));
    return objects;
  }
}
