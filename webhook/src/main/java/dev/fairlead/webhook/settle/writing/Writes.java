package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.webhook.api.BackOff;
import dev.fairlead.webhook.api.BackgroundThread;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settle.writing.WriteQueue.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes conditions with their Events, and reports, one after the other on a thread of its own. A
/// write that fails is tried again, after ever longer pauses.
public final class Writes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writes.class);

  /// What changes in a namespace within this time is reported at once.
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);

  private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /// After so many failures in a row no more than one write is tried at a time.
  private static final int MANY_FAILURES = 10;

  /// What is written in one go.
  private sealed interface Write {
    record Condition(Wanted wanted) implements Write {}

    record Report(NamespaceFindings findings) implements Write {}
  }

  private final InstantSource clock;
  private final Attempts attempts;
  private final ConditionWriter conditions;
  private final ReportWriter reports;
  private final WriteQueue<Write> queue;
  private final BackgroundThread thread = new BackgroundThread("settle writes", this::writeOn);
  private Instant slowUntil = Instant.MIN;

  /// @param perSecond how many requests may be sent
  public Writes(SettledCluster cluster, int perSecond, Metrics metrics, InstantSource clock) {
    this.clock = clock;
    var pace = new Pace(perSecond);
    this.attempts = new Attempts(metrics, clock);
    this.conditions = new ConditionWriter(cluster, pace, attempts, clock);
    this.reports = new ReportWriter(cluster, pace, attempts);
    this.queue = new WriteQueue<>(clock);
  }

  /// Writes from now on.
  public void start() {
    thread.start();
  }

  /// Has a condition written, in place of an earlier one that has not been written yet.
  ///
  /// @param current what the Service has now; empty: none
  public void put(Wanted wanted, Optional<WiredCondition> current) {
    queue.put(
        wanted.service().ref(),
        new Write.Condition(wanted),
        urgency(wanted, current),
        clock.instant());
  }

  private static Urgency urgency(Wanted wanted, Optional<WiredCondition> current) {
    var firstWord =
        current.isEmpty() && wanted.condition().filter(c -> c.status() == Status.TRUE).isPresent();
    return firstWord ? Urgency.FIRST_WORD : Urgency.CHANGE;
  }

  /// Has a namespace reported in a while, where the cluster takes reports.
  public void report(NamespaceFindings findings) {
    if (reports.isWanted()) {
      queue.put(
          findings.namespace(),
          new Write.Report(findings),
          Urgency.REPORT,
          clock.instant().plus(BETWEEN_REPORTS));
    }
  }

  /// Looks for kinds of reports that have come. Returns where reports of theirs stand that nobody
  /// here has written; empty where no kind has come.
  public Optional<Set<String>> refreshKinds() {
    return reports.refresh();
  }

  /// The condition that is to be written of a Service, of this very one and not of an earlier one
  /// of its name; empty where nothing is to be written.
  public Optional<Wanted> pending(ObjectRef service, String uid) {
    return queue
        .pending(service)
        .flatMap(
            write ->
                write instanceof Write.Condition(var wanted) && wanted.uid().equals(uid)
                    ? Optional.of(wanted)
                    : Optional.empty());
  }

  /// How many are to be written.
  public long size() {
    return queue.size();
  }

  private void writeOn() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var entry = queue.take();
        try {
          write(entry);
        } catch (RuntimeException e) {
          LOG.atError().addKeyValue("key", entry.key()).setCause(e).log("could not write");
          queue.done();
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
      queue.retry(slowUntil, entry.failures());
      return;
    }
    try {
      switch (entry.what()) {
        case Write.Condition(var wanted) -> conditions.write(wanted);
        case Write.Report(var findings) -> reports.write(findings);
      }
      queue.done();
    } catch (ClusterUnavailable _) {
      var pause = BACK_OFF.after(entry.failures());
      if (attempts.failures(Attempts.What.CONDITION) >= MANY_FAILURES) {
        slowUntil =
            clock
                .instant()
                .plus(BACK_OFF.after(attempts.failures(Attempts.What.CONDITION) - MANY_FAILURES));
      }
      queue.retry(clock.instant().plus(pause), entry.failures() + 1);
    }
  }

  /// Writes no more; what is being written is finished.
  @Override
  public void close() {
    thread.stop();
  }
}
