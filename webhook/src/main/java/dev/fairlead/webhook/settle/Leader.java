package dev.fairlead.webhook.settle;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.judge.Settlement;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.webhook.api.BackgroundThread;
import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settle.NamespaceJudge.JudgedService;
import dev.fairlead.webhook.settle.NamespaceJudge.Judgement;
import dev.fairlead.webhook.settle.writing.SettledCluster;
import dev.fairlead.webhook.settle.writing.Wanted;
import dev.fairlead.webhook.settle.writing.Writes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a replica does while it leads: it looks at each namespace in which something has changed,
/// decides which conditions its Services are to have, and hands them to [Writes]. Nothing is kept
/// when it stops to lead.
final class Leader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leader.class);

  /// What is sent together is looked at together.
  private static final Duration BATCH = Duration.ofMillis(100);

  /// How long a namespace is left alone after a look, however much happens in it.
  private static final Duration REST = Duration.ofSeconds(1);

  /// How long a look is put off while the cluster cannot be seen.
  private static final Duration BLIND = Duration.ofMillis(500);

  /// How long EndpointSlices may take to be known; then the rest goes on without them.
  private static final Duration ENDPOINTS_TO_COME = Duration.ofSeconds(10);

  /// Stands in the queue for the kinds of reports.
  private static final String KINDS = "";

  private final ClusterState state;
  private final SettledCluster cluster;
  private final SettleSettings settings;
  private final InstantSource clock;
  private final NamespaceJudge judge;
  private final NamespaceQueue namespaces;
  private final Writes writes;
  private final Map<String, NamespaceCounts> counts = new ConcurrentHashMap<>();
  private final Map<String, Instant> looked = new ConcurrentHashMap<>();
  private final BackgroundThread thread = new BackgroundThread("settle looks", this::lookOn);
  private Instant endpointsDue = Instant.MAX;

  Leader(
      ClusterState state,
      SettledCluster cluster,
      SettleSettings settings,
      Metrics metrics,
      InstantSource clock) {
    this.state = state;
    this.cluster = cluster;
    this.settings = settings;
    this.clock = clock;
    this.judge = new NamespaceJudge(state, settings.services());
    this.namespaces = new NamespaceQueue(clock);
    this.writes = new Writes(cluster, settings.writesPerSecond(), metrics, clock);
  }

  void begin() {
    namespaces.add(KINDS, clock.instant());
    lookAtAll();
    thread.start();
    writes.start();
  }

  private void lookAtAll() {
    cluster.namespaces().forEach(namespace -> namespaces.add(namespace, clock.instant()));
  }

  /// Something has changed there.
  void changed(String namespace) {
    var soon = clock.instant().plus(BATCH);
    var rested = Optional.ofNullable(looked.get(namespace)).map(last -> last.plus(REST));
    namespaces.add(namespace, rested.filter(soon::isBefore).orElse(soon));
  }

  Collection<NamespaceCounts> counts() {
    return counts.values();
  }

  long namespacesDue() {
    return namespaces.due();
  }

  long writesDue() {
    return writes.size();
  }

  private void lookOn() {
    try {
      awaitSight();
      // Not earlier, for reviews wait for the other lists.
      cluster.watchEndpoints();
      endpointsDue = clock.instant().plus(ENDPOINTS_TO_COME);
      while (!Thread.currentThread().isInterrupted()) {
        awaitSight();
        var namespace = namespaces.take();
        try {
          look(namespace);
        } catch (RuntimeException e) {
          LOG.atError()
              .addKeyValue("namespace", namespace)
              .setCause(e)
              .log("could not settle a namespace");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Does not ask for each namespace again and again what holds for all of them.
  private void awaitSight() throws InterruptedException {
    while (state.outage().isPresent()) {
      Thread.sleep(BLIND);
    }
  }

  private void look(String namespace) {
    var now = clock.instant();
    if (namespace.equals(KINDS)) {
      lookForKinds();
      namespaces.add(KINDS, now.plus(settings.kindsEvery()));
      return;
    }
    var ready = cluster.readyEndpoints(namespace);
    if (state.outage().isPresent() || (ready.isEmpty() && now.isBefore(endpointsDue))) {
      namespaces.add(namespace, now.plus(BLIND));
      return;
    }
    var self = state.knownNamespace(namespace);
    if (self.isEmpty() || self.get().metadata().is(Trait.DELETING)) {
      forget(namespace);
      if (self.isEmpty() && cluster.namespaces().contains(namespace)) {
        namespaces.add(namespace, now.plus(BLIND)); // its level is not known yet
      }
      return;
    }
    looked.put(namespace, now);
    var switches = self.get().metadata().switches();
    var judgement = judge.judge(namespace, switches, ready);
    var look = settle(namespace, judgement, now, settings.window(switches));
    if (look.isNothing()) {
      forget(namespace);
    } else {
      counts.put(namespace, look.counts());
    }
    writes.report(look.findings());
  }

  private void forget(String namespace) {
    counts.remove(namespace);
    looked.remove(namespace);
  }

  private void lookForKinds() {
    writes
        .refreshKinds()
        .ifPresent(
            standing -> {
              standing.forEach(namespace -> namespaces.add(namespace, clock.instant()));
              lookAtAll();
            });
  }

  /// Has written what Services are to have, and returns what stands then.
  private NamespaceLook settle(
      String namespace, Judgement judgement, Instant now, Duration window) {
    var seen = new NamespaceLook.Builder(namespace);
    for (var judged : judgement.services()) {
      var condition = settle(judged, now, window);
      condition.ifPresent(c -> seen.settled(judged.service(), c));
      judged.found().stream()
          .filter(found -> !isSettling(found.finding(), condition))
          .forEach(seen::found);
    }
    judgement.found().forEach(seen::found);
    return seen.build();
  }

  /// True for what has not stood for the window yet.
  private static boolean isSettling(Finding finding, Optional<WiredCondition> condition) {
    return finding.severity() == Severity.ERROR
        && condition.filter(c -> c.status() == Status.UNKNOWN).isPresent();
  }

  /// Has the condition written that the Service is to have, and returns it.
  private Optional<WiredCondition> settle(JudgedService judged, Instant now, Duration window) {
    var service = judged.service();
    var status = cluster.status(service.ref());
    if (status.isEmpty()) {
      return Optional.empty(); // it has gone since
    }
    var uid = status.get().uid();
    var stored = status.get().condition();
    var current = writes.pending(service.ref(), uid).map(Wanted::condition).orElse(stored);
    var unwired =
        Optional.of(judged.settlement())
            .filter(Settlement.Unwired.class::isInstance)
            .map(settlement -> ((Settlement.Unwired) settlement).finding());
    var fingerprint = unwired.map(finding -> Fingerprint.of(service, finding.check())).orElse(0L);
    var next = Transition.from(current, judged.settlement(), fingerprint, now, window);
    next.lookAgain().ifPresent(due -> namespaces.add(service.ref().namespace(), due));
    if (!next.condition().equals(current)) {
      var aboutPods = unwired.filter(finding -> finding.check().kind() == CheckKind.LIVE);
      writes.put(new Wanted(service, uid, next.condition(), aboutPods), stored);
    }
    return next.condition();
  }

  @Override
  public void close() {
    thread.stop();
    writes.close();
    cluster.forgetEndpoints();
  }
}
