package dev.fairlead.webhook.settle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Settlement;
import dev.fairlead.policies.judge.Settlement.Cause;
import dev.fairlead.policies.judge.Settlement.Grace;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which condition follows which, with the window that lies between.
class TransitionTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Settlement WIRED = new Settlement.Wired(Cause.WIRED, "selects it");

  private static Settlement unmatched(String message) {
    return new Settlement.Unwired(Views.unmatched(), message, Grace.WINDOW);
  }

  private static Settlement notReady(String message) {
    return new Settlement.Unwired(Views.notReady(), message, Grace.WINDOW);
  }

  private static Transition next(
      Optional<WiredCondition> current, Settlement settlement, long fingerprint, Instant now) {
    return Transition.from(current, settlement, fingerprint, now, WINDOW);
  }

  private static WiredCondition only(Transition transition) {
    return transition.condition().orElseThrow();
  }

  @Test
  void aServiceThatIsUnwiredSettlesAtOnceAndIsFalseAfterTheWindow() {
    var first = next(Optional.empty(), unmatched("no match"), 7, NOON.plusMillis(300));
    assertThat(only(first))
        .isEqualTo(new WiredCondition(Status.UNKNOWN, "Settling", "no match", NOON, 7));
    assertThat(first.lookAgain()).contains(NOON.plusMillis(300).plus(WINDOW));

    var early = next(first.condition(), unmatched("no match"), 7, NOON.plusSeconds(59));
    assertThat(early.condition()).isEqualTo(first.condition());
    assertThat(early.lookAgain()).contains(NOON.plus(WINDOW));

    var late = next(first.condition(), unmatched("no match"), 7, NOON.plusSeconds(60));
    assertThat(only(late))
        .isEqualTo(
            new WiredCondition(
                Status.FALSE, "SelectorUnmatched", "no match", NOON.plusSeconds(60), 7));
    assertThat(late.lookAgain()).isEmpty();
  }

  @Test
  void whatStandsKeepsItsTime() {
    var broken =
        Optional.of(new WiredCondition(Status.FALSE, "SelectorUnmatched", "no match", NOON, 7));
    var later = next(broken, unmatched("no match, one more"), 7, NOON.plusSeconds(500));
    assertThat(only(later))
        .isEqualTo(
            new WiredCondition(Status.FALSE, "SelectorUnmatched", "no match, one more", NOON, 7));
  }

  @Test
  void anotherMistakeOfTheServiceHasAWindowOfItsOwn() {
    var broken =
        Optional.of(new WiredCondition(Status.FALSE, "SelectorUnmatched", "no match", NOON, 7));
    var changed = next(broken, unmatched("no other match"), 8, NOON.plusSeconds(500));
    assertThat(only(changed).status()).isEqualTo(Status.UNKNOWN);
    assertThat(only(changed).reason()).isEqualTo("Settling");
    assertThat(only(changed).since()).isEqualTo(NOON.plusSeconds(500));
  }

  @Test
  void aChangeThatUnwiresLeavesNoStaleTruth() {
    var wired = next(Optional.empty(), WIRED, 0, NOON).condition();
    assertThat(wired).contains(new WiredCondition(Status.TRUE, "Wired", "selects it", NOON, 0));
    assertThat(only(next(wired, unmatched("no match"), 7, NOON.plusSeconds(9))).status())
        .isEqualTo(Status.UNKNOWN);
  }

  @Test
  void podsHaveTheSameTimeAndWhatTheySaidStays() {
    var waiting = next(Optional.empty(), notReady("none is"), 7, NOON);
    assertThat(only(waiting).reason()).isEqualTo("WaitingForEndpoints");
    var told =
        Optional.of(
            new WiredCondition(Status.FALSE, "NoReadyEndpoints", "none is: Pod/a", NOON, 7));
    assertThat(next(told, notReady("none is"), 7, NOON.plusSeconds(9)).condition()).isEqualTo(told);
  }

  @Test
  void whoIsWiredButHasNoPodYetWaitsAnew() {
    var settling = next(Optional.empty(), unmatched("no match"), 7, NOON).condition();
    var waiting = next(settling, notReady("none is"), 8, NOON.plusSeconds(50));
    assertThat(only(waiting).since()).isEqualTo(NOON.plusSeconds(50));
    assertThat(waiting.lookAgain()).contains(NOON.plusSeconds(50).plus(WINDOW));
  }

  @Test
  void whatIsThereIsNotWaitedFor() {
    var settled = new Settlement.Unwired(Views.unmatched(), "there, not selected", Grace.NONE);
    assertThat(only(next(Optional.empty(), settled, 7, NOON)).status()).isEqualTo(Status.FALSE);
  }

  @Test
  void whatNobodyCanTellIsSaidAtOnceAndWithoutAnEnd() {
    var transition = next(Optional.empty(), new Settlement.CannotTell("a Widget"), 0, NOON);
    assertThat(transition)
        .isEqualTo(
            new Transition(
                Optional.of(new WiredCondition(Status.UNKNOWN, "CannotTell", "a Widget", NOON, 0)),
                Optional.empty()));
  }

  @Test
  void whatIsNotJudgedHasNoCondition() {
    var wired = next(Optional.empty(), WIRED, 0, NOON).condition();
    assertThat(next(wired, new Settlement.NotJudged(), 0, NOON).condition()).isEmpty();
  }
}
