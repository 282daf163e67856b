package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.api.ApiKind;
import dev.fairlead.webhook.api.ApiServer;
import dev.fairlead.webhook.api.Ceiling;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.CustomKinds;
import dev.fairlead.webhook.cluster.ClusterState.Freshness;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The watches on every kind that takes part in wiring: the built-in kinds, and the custom kinds
/// that the API server serves at the moment.
final class Watches {
  private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// How often the API server is asked for its kinds while it does not answer.
  private static final Duration WHILE_UNKNOWN = Duration.ofSeconds(1);

  private final ApiServer server;
  private final PodMakers podMakers;
  private final Reduction reduction;
  private final KnownObjects objects;
  private final KnownStatuses statuses;
  private final Changes changes;
  private final WatchSettings settings;
  private final InstantSource clock;
  private final List<KindWatch> builtIn;
  private final Thread discovery = Thread.ofVirtual().name("discovery").unstarted(this::discover);

  private volatile Map<ApiKind, KindWatch> custom = Map.of();
  private volatile CustomKinds served = CustomKinds.NOT_ASKED;

  Watches(
      ApiServer server,
      PodMakers podMakers,
      Reduction reduction,
      KnownObjects objects,
      KnownStatuses statuses,
      Changes changes,
      WatchSettings settings,
      InstantSource clock) {
    this.server = server;
    this.podMakers = podMakers;
    this.reduction = reduction;
    this.objects = objects;
    this.statuses = statuses;
    this.changes = changes;
    this.settings = settings;
    this.clock = clock;
    this.builtIn =
        Stream.concat(Stream.of(ApiKind.NAMESPACES), ApiKind.BUILT_IN.stream())
            .map(this::watch)
            .toList();
  }

  private KindWatch watch(ApiKind kind) {
    var shown = new WiringObjects(kind, reduction, objects, statuses, changes);
    return new KindWatch(kind, server, shown, clock);
  }

  void start() {
    builtIn.forEach(KindWatch::start);
    discovery.start();
  }

  void stop() {
    discovery.interrupt();
    all().forEach(KindWatch::stop);
    all().forEach(KindWatch::awaitEnd);
  }

  private Stream<KindWatch> all() {
    return Stream.concat(builtIn.stream(), custom.values().stream());
  }

  private void discover() {
    var problem = "";
    while (!Thread.currentThread().isInterrupted()) {
      try {
        follow(CustomKinds.of(server, podMakers, PATIENCE, Ceiling.none()));
        problem = "";
      } catch (ClusterUnavailable e) {
        var message = String.valueOf(e.getMessage());
        if (!message.equals(problem) && !Thread.currentThread().isInterrupted()) {
          LOG.atWarn().addKeyValue("reason", message).log("cannot ask for custom kinds");
        }
        problem = message;
      } catch (RuntimeException e) {
        LOG.error("cannot ask for custom kinds", e);
      }
      try {
        Thread.sleep(
            served.equals(CustomKinds.NOT_ASKED) ? WHILE_UNKNOWN : settings.refreshKindsEvery());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Watches exactly these custom kinds.
  private void follow(CustomKinds now) {
    if (now.equals(served)) {
      return;
    }
    var next = new LinkedHashMap<ApiKind, KindWatch>();
    var gone = new HashMap<>(custom);
    var begun = new ArrayList<KindWatch>();
    for (var kind : now.kinds()) {
      var watch = gone.remove(kind);
      if (watch == null) {
        LOG.atInfo().addKeyValue("resource", kind.resource()).log("watching a custom kind");
        watch = watch(kind);
        begun.add(watch);
      }
      next.put(kind, watch);
    }
    custom = next;
    served = now;
    gone.forEach(
        (kind, watch) -> {
          LOG.atInfo().addKeyValue("resource", kind.resource()).log("a custom kind is gone");
          watch.forget();
        });
    // Last, for a kind that is served in another version has the same objects.
    begun.forEach(KindWatch::start);
  }

  /// Why nothing about absence can be told in any namespace, in words; empty while it can.
  List<String> gaps() {
    var gaps = new ArrayList<>(served.unknown());
    all().forEach(watch -> watch.gap(settings.staleAfter()).ifPresent(gaps::add));
    return gaps;
  }

  /// The first of the gaps that will pass.
  Optional<String> outage() {
    return builtIn.stream().flatMap(watch -> watch.gap(settings.staleAfter()).stream()).findFirst();
  }

  List<Freshness> freshness() {
    var discovered =
        new Freshness(
            "custom-kinds",
            served.equals(CustomKinds.NOT_ASKED)
                ? Freshness.State.UNKNOWN
                : served.unknown().isEmpty() ? Freshness.State.KNOWN : Freshness.State.UNREADABLE,
            String.join("; ", served.unknown()),
            Optional.empty(),
            0,
            List.of());
    return Stream.concat(
            all().map(watch -> watch.freshness(settings.staleAfter())), Stream.of(discovered))
        .toList();
  }
}
