package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import dev.fairlead.webhook.settle.writing.SettledCluster.Written;
import java.time.InstantSource;
import java.util.Optional;

/// Writes the conditions of Services, and an Event for each change that is worth one.
final class ConditionWriter {
  private final SettledCluster cluster;
  private final Pace pace;
  private final Attempts attempts;
  private final InstantSource clock;

  ConditionWriter(SettledCluster cluster, Pace pace, Attempts attempts, InstantSource clock) {
    this.cluster = cluster;
    this.pace = pace;
    this.attempts = attempts;
    this.clock = clock;
  }

  /// @throws ClusterUnavailable where the condition was not written; it can be tried again
  void write(Wanted wanted) throws InterruptedException {
    var service = wanted.service().ref();
    var status = cluster.status(service);
    if (status.isEmpty()
        || !status.get().uid().equals(wanted.uid())
        || status.get().condition().equals(wanted.condition())) {
      return; // it is gone, another of its name, or has it
    }
    var before = status.get().condition();
    var condition = explained(wanted);
    if (condition.isPresent()) {
      tell(service, wanted.uid(), before, condition.get());
    }
    pace.await();
    attempts.of(
        Attempts.What.CONDITION,
        () ->
            cluster.write(service, wanted.uid(), condition) == Written.GONE
                ? Attempts.Ending.GONE
                : Attempts.Ending.WRITTEN);
  }

  private Optional<WiredCondition> explained(Wanted wanted) throws InterruptedException {
    var condition = wanted.condition();
    var aboutPods =
        wanted
            .aboutPods()
            .filter(
                finding ->
                    condition
                        .filter(c -> c.status() == Status.FALSE)
                        .filter(c -> c.message().equals(finding.message()))
                        .isPresent());
    if (aboutPods.isEmpty()) {
      return condition;
    }
    pace.await();
    try {
      var message = Checks.explained(aboutPods.get(), cluster.troubles(wanted.service())).message();
      return condition.map(
          c -> new WiredCondition(c.status(), c.reason(), message, c.since(), c.fingerprint()));
    } catch (ClusterUnavailable _) {
      return condition; // what Pods say is more than what must be said
    }
  }

  /// First, so that whoever takes over in between tells it, and does so by the same name.
  private void tell(
      ObjectRef service, String uid, Optional<WiredCondition> before, WiredCondition after)
      throws InterruptedException {
    var event = Telling.of(service, uid, before, after, clock.instant());
    if (event.isEmpty()) {
      return;
    }
    pace.await();
    try {
      attempts.of(
          Attempts.What.EVENT,
          () -> {
            cluster.tell(event.get());
            return Attempts.Ending.WRITTEN;
          });
    } catch (ClusterUnavailable _) {
      // it has been counted and logged; the condition says the same
    }
  }
}
