package dev.fairlead.webhook.settle;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.cluster.SettledCluster;
import dev.fairlead.webhook.cluster.SettledCluster.Written;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Writes the conditions of Services, and tells the changes that are worth an Event.
final class ConditionWriter {
  /// A condition that a Service is to have.
  ///
  /// @param condition empty: it is to have none
  /// @param explained the message, once Pods have been asked what they lack; empty where they have
  ///   nothing to do with it
  record Wanted(
      ServiceWiring service,
      String uid,
      Optional<WiredCondition> condition,
      Function<List<PodTrouble>, Optional<String>> explained) {}

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
                ? Attempts.Outcome.GONE
                : Attempts.Outcome.WRITTEN);
  }

  private Optional<WiredCondition> explained(Wanted wanted) throws InterruptedException {
    var condition = wanted.condition();
    var speaksOfPods =
        condition.filter(c -> c.status() == Status.FALSE).isPresent()
            && wanted
                .explained()
                .apply(List.of())
                .filter(condition.get().message()::equals)
                .isPresent();
    if (!speaksOfPods) {
      return condition;
    }
    pace.await();
    try {
      var message = wanted.explained().apply(cluster.troubles(wanted.service()));
      return condition.map(
          c ->
              new WiredCondition(
                  c.status(), c.reason(), message.orElse(c.message()), c.since(), c.fingerprint()));
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
            return Attempts.Outcome.WRITTEN;
          });
    } catch (ClusterUnavailable _) {
      // it has been counted and logged; the condition says the same
    }
  }
}
