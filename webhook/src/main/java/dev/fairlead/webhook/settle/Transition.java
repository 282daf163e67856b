package dev.fairlead.webhook.settle;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.judge.Settlement;
import dev.fairlead.policies.judge.Settlement.Grace;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// From the condition that a Service has to the one that it is to have.
///
/// Nothing is remembered besides the condition. Its `lastTransitionTime` says since when a Service
/// is unwired, so that the next leader goes on where the last one stopped.
///
/// @param condition empty: it is to have none
/// @param lookAgain when time alone changes what is to be said
record Transition(Optional<WiredCondition> condition, Optional<Instant> lookAgain) {
  private static final String SETTLING = "Settling";
  private static final String WAITING = "WaitingForEndpoints";
  static final String CANNOT_TELL = "CannotTell";

  /// @param current what the Service has; empty: none
  /// @param fingerprint of what was judged
  static Transition from(
      Optional<WiredCondition> current,
      Settlement settlement,
      long fingerprint,
      Instant now,
      Duration window) {
    return switch (settlement) {
      case Settlement.NotJudged _ -> new Transition(Optional.empty(), Optional.empty());
      case Settlement.Wired(var cause, var message) ->
          lasting(current, Status.TRUE, cause.reason(), message, now);
      case Settlement.CannotTell(var message) ->
          lasting(current, Status.UNKNOWN, CANNOT_TELL, message, now);
      case Settlement.Unwired unwired -> unwired(current, unwired, fingerprint, now, window);
    };
  }

  private static Transition lasting(
      Optional<WiredCondition> current, Status status, String reason, String message, Instant now) {
    return new Transition(
        Optional.of(condition(current, status, reason, message, 0, now)), Optional.empty());
  }

  private static Transition unwired(
      Optional<WiredCondition> current,
      Settlement.Unwired unwired,
      long fingerprint,
      Instant now,
      Duration window) {
    var waiting = unwired.finding().check().kind() == CheckKind.LIVE ? WAITING : SETTLING;
    var same =
        current
            .filter(c -> c.fingerprint() == fingerprint)
            .filter(c -> c.reason().equals(unwired.reason()) || c.reason().equals(waiting));
    var due = same.map(WiredCondition::since).orElse(now).plus(window);
    var stands = same.filter(c -> c.status() == Status.FALSE).isPresent();
    if (stands || unwired.grace() == Grace.NONE || !now.isBefore(due)) {
      return new Transition(
          Optional.of(
              condition(
                  same, Status.FALSE, unwired.reason(), message(same, unwired), fingerprint, now)),
          Optional.empty());
    }
    return new Transition(
        Optional.of(condition(same, Status.UNKNOWN, waiting, unwired.message(), fingerprint, now)),
        Optional.of(due));
  }

  /// Why Pods are not ready was asked for once, and stays.
  private static String message(Optional<WiredCondition> same, Settlement.Unwired unwired) {
    return same.filter(c -> c.status() == Status.FALSE)
        .filter(_ -> unwired.finding().check().kind() == CheckKind.LIVE)
        .map(WiredCondition::message)
        .orElse(unwired.message());
  }

  /// The time stays while status and reason do.
  private static WiredCondition condition(
      Optional<WiredCondition> current,
      Status status,
      String reason,
      String message,
      long fingerprint,
      Instant now) {
    var since =
        current
            .filter(c -> c.status() == status && c.reason().equals(reason))
            .map(WiredCondition::since)
            .orElse(now.truncatedTo(ChronoUnit.SECONDS)); // conditions know no less
    return new WiredCondition(status, reason, message, since, fingerprint);
  }
}
