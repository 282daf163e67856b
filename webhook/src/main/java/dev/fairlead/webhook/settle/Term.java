package dev.fairlead.webhook.settle;

import dev.fairlead.policies.judge.Settlement;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.ServiceStatus;
import dev.fairlead.webhook.cluster.SettledCluster;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settle.ConditionWriter.Wanted;
import dev.fairlead.webhook.settle.WriteQueue.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a replica does while it is the one that settles: it looks at each namespace in which
/// something has changed, and writes what its Services lack. Nothing of it outlives the term.
final class Term implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Term.class);

  /// What is sent together is looked at together.
  private static final Duration BATCH = Duration.ofMillis(100);

  /// How long a namespace is left alone after a look, however much happens in it.
  private static final Duration REST = Duration.ofSeconds(1);

  /// How long a look is put off while the cluster cannot be seen.
  private static final Duration BLIND = Duration.ofMillis(500);

  /// How long EndpointSlices may take to be known; then the rest goes on without them.
  private static final Duration ENDPOINTS_TO_COME = Duration.ofSeconds(10);

  /// What changes in a namespace within this time is reported at once.
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);

  private static final Duration TO_STOP = Duration.ofSeconds(5);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);

  /// After so many failures in a row no more than one write is tried at a time.
  private static final int MANY_FAILURES = 10;

  /// Stands in the queue for the kinds of reports.
  private static final String KINDS = "";

  /// What is written in one go.
  private sealed interface Write {
    record Condition(Wanted wanted) implements Write {}

    record Report(NamespaceLook look) implements Write {}
  }

  private final ClusterState state;
  private final SettledCluster cluster;
  private final SettleRules rules;
  private final InstantSource clock;
  private final NamespaceJudge judge;
  private final Attempts attempts;
  private final ConditionWriter conditions;
  private final ReportWriter reports;
  private final NamespaceQueue namespaces;
  private final WriteQueue<Write> writes;
  private final Map<String, NamespaceCounts> counts = new ConcurrentHashMap<>();
  private final Map<String, Instant> looked = new ConcurrentHashMap<>();
  private final Thread looking = Thread.ofVirtual().name("settle looks").unstarted(this::lookOn);
  private final Thread writing = Thread.ofVirtual().name("settle writes").unstarted(this::writeOn);
  private Instant slowUntil = Instant.MIN;
  private Instant endpointsDue = Instant.MAX;

  Term(
      ClusterState state,
      SettledCluster cluster,
      SettleRules rules,
      Metrics metrics,
      InstantSource clock) {
    this.state = state;
    this.cluster = cluster;
    this.rules = rules;
    this.clock = clock;
    this.judge = new NamespaceJudge(state, rules);
    var pace = new Pace(rules.writesPerSecond());
    this.attempts = new Attempts(metrics, clock);
    this.conditions = new ConditionWriter(cluster, pace, attempts, clock);
    this.reports = new ReportWriter(cluster, pace, attempts);
    this.namespaces = new NamespaceQueue(clock);
    this.writes = new WriteQueue<>(clock);
  }

  void begin() {
    namespaces.add(KINDS, clock.instant());
    lookAtAll();
    looking.start();
    writing.start();
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
      namespaces.add(KINDS, now.plus(rules.kindsEvery()));
      return;
    }
    var ready = cluster.readyEndpoints(namespace);
    if (state.outage().isPresent() || (ready.isEmpty() && now.isBefore(endpointsDue))) {
      namespaces.add(namespace, now.plus(BLIND));
      return;
    }
    var self = state.knownNamespace(namespace);
    if (self.isEmpty() || self.get().metadata().is(Trait.DELETING)) {
      counts.remove(namespace);
      looked.remove(namespace);
      if (self.isEmpty() && cluster.namespaces().contains(namespace)) {
        namespaces.add(namespace, now.plus(BLIND)); // its level is not known yet
      }
      return;
    }
    looked.put(namespace, now);
    var switches = self.get().metadata().switches();
    var window = rules.window(switches);
    var look =
        judge.look(
            namespace,
            switches,
            ready,
            (service, settlement, explaining) ->
                settle(service, settlement, explaining, now, window));
    if (look.isNothing()) {
      counts.remove(namespace);
      looked.remove(namespace);
    } else {
      counts.put(namespace, look.counts());
    }
    if (reports.isWanted()) {
      writes.put(namespace, new Write.Report(look), Urgency.REPORT, now.plus(BETWEEN_REPORTS));
    }
  }

  private void lookForKinds() {
    reports
        .refresh()
        .ifPresent(
            standing -> {
              standing.forEach(namespace -> namespaces.add(namespace, clock.instant()));
              lookAtAll();
            });
  }

  /// Has the condition written that the Service is to have, and returns it.
  private Optional<WiredCondition> settle(
      ServiceWiring service,
      Settlement settlement,
      Function<List<PodTrouble>, Optional<String>> explaining,
      Instant now,
      Duration window) {
    var status = cluster.status(service.ref());
    if (status.isEmpty()) {
      return Optional.empty(); // it has gone since
    }
    var current = pending(service, status.get()).orElse(status.get().condition());
    var fingerprint =
        settlement instanceof Settlement.Unwired unwired
            ? Fingerprint.of(service, unwired.finding().check())
            : 0;
    var next = Transition.from(current, settlement, fingerprint, now, window);
    next.lookAgain().ifPresent(due -> namespaces.add(service.ref().namespace(), due));
    if (!next.condition().equals(current)) {
      var wanted = new Wanted(service, status.get().uid(), next.condition(), explaining);
      writes.put(
          service.ref(), new Write.Condition(wanted), urgency(status.get().condition(), next), now);
    }
    return next.condition();
  }

  /// What is to be written of this very Service, not of an earlier one of its name.
  private Optional<Optional<WiredCondition>> pending(ServiceWiring service, ServiceStatus status) {
    return writes
        .pending(service.ref())
        .flatMap(
            write ->
                write instanceof Write.Condition(var wanted) && wanted.uid().equals(status.uid())
                    ? Optional.of(wanted.condition())
                    : Optional.empty());
  }

  private static Urgency urgency(Optional<WiredCondition> current, Transition next) {
    var firstWord =
        current.isEmpty() && next.condition().filter(c -> c.status() == Status.TRUE).isPresent();
    return firstWord ? Urgency.FIRST_WORD : Urgency.CHANGE;
  }

  private void writeOn() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var entry = writes.take();
        try {
          write(entry);
        } catch (RuntimeException e) {
          LOG.atError().addKeyValue("key", entry.key()).setCause(e).log("could not write");
          writes.done();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(WriteQueue.Entry<Write> entry) throws InterruptedException {
    var now = clock.instant();
    var slow = entry.what() instanceof Write.Condition && now.isBefore(slowUntil);
    if (slow) {
      writes.retry(slowUntil, entry.failures());
      return;
    }
    try {
      switch (entry.what()) {
        case Write.Condition(var wanted) -> conditions.write(wanted);
        case Write.Report(var look) -> reports.write(look);
      }
      writes.done();
    } catch (ClusterUnavailable _) {
      var pause = backOff(entry.failures());
      if (attempts.failures(Attempts.What.CONDITION) >= MANY_FAILURES) {
        slowUntil =
            clock
                .instant()
                .plus(backOff(attempts.failures(Attempts.What.CONDITION) - MANY_FAILURES));
      }
      writes.retry(clock.instant().plus(pause), entry.failures() + 1);
    }
  }

  private static Duration backOff(int failures) {
    var pause = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 16));
    return pause.compareTo(LAST_RETRY) < 0 ? pause : LAST_RETRY;
  }

  @Override
  public void close() {
    looking.interrupt();
    writing.interrupt();
    try {
      looking.join(TO_STOP);
      writing.join(TO_STOP);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    cluster.forgetEndpoints();
  }
}
