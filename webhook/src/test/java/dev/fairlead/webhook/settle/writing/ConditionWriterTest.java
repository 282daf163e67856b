package dev.fairlead.webhook.settle.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.Refused;
import dev.fairlead.webhook.cluster.ServiceStatus;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settle.Views;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is sent for a condition, in which order, and what becomes of what is refused.
final class ConditionWriterTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final ServiceWiring SHOP =
      Manifests.object(Views.service("shop", "shop"), ServiceWiring.class);
  private static final WiredCondition WIRED = condition(Status.TRUE, "Wired", "selects it");
  private static final WiredCondition SETTLING = condition(Status.UNKNOWN, "Settling", "no match");
  private static final WiredCondition BROKEN =
      condition(Status.FALSE, "SelectorUnmatched", "no match");

  private final ToldSettledCluster cluster = new ToldSettledCluster();
  private final Metrics metrics = new Metrics();
  private final Attempts attempts = new Attempts(metrics, () -> NOON);
  private final ConditionWriter writer =
      new ConditionWriter(cluster, new Pace(1_000_000), attempts, () -> NOON.plusSeconds(9));

  private static WiredCondition condition(Status status, String reason, String message) {
    return new WiredCondition(status, reason, message, NOON, 7);
  }

  private void standing(Optional<WiredCondition> condition) {
    cluster.services.put(SHOP.ref(), new ServiceStatus("u", 1, condition));
  }

  private Optional<WiredCondition> stored() {
    return cluster.status(SHOP.ref()).flatMap(ServiceStatus::condition);
  }

  private void write(WiredCondition condition) throws InterruptedException {
    writer.write(new Wanted(SHOP, "u", Optional.of(condition), Optional.empty()));
  }

  private void assertCounted(String object, String outcome, int times) {
    assertThat(metrics.text())
        .contains(
            "fairlead_settle_writes_total{object=\"%s\",outcome=\"%s\"} %d.0\n"
                .formatted(object, outcome, times));
  }

  @Test
  void aServiceThatBreaksIsToldAndThenWritten() throws Exception {
    standing(Optional.of(SETTLING));

    write(BROKEN);

    assertThat(cluster.asked)
        .containsExactly("tell shop SelectorUnmatched", "write shop SelectorUnmatched");
    assertThat(stored()).contains(BROKEN);
    assertCounted("condition", "written", 1);
    assertCounted("event", "written", 1);
  }

  @Test
  void theEventSaysWhatBecameOfWhichServiceAndWhen() throws Exception {
    standing(Optional.of(SETTLING));

    write(BROKEN);

    var event = cluster.events.getFirst();
    assertThat(event.name()).startsWith("shop.");
    assertThat(event)
        .isEqualTo(
            new ServiceEvent(
                new ObjectRef("v1", "Service", "default", "shop"),
                "u",
                event.name(),
                ServiceEvent.Type.WARNING,
                "SelectorUnmatched",
                "no match",
                NOON.plusSeconds(9)));
  }

  @Test
  void whatStandsIsNotWrittenAgain() throws Exception {
    standing(Optional.of(BROKEN));

    write(BROKEN);

    assertThat(cluster.asked).isEmpty();
  }

  @Test
  void anotherMessageIsWrittenAndNotTold() throws Exception {
    standing(Optional.of(BROKEN));
    var longer = condition(Status.FALSE, "SelectorUnmatched", "no match, but one is near");

    write(longer);

    assertThat(cluster.asked).containsExactly("write shop SelectorUnmatched");
    assertThat(stored()).contains(longer);
  }

  @Test
  void aServiceThatIsWiredOrSettlesAtTheFirstLookIsNotTold() throws Exception {
    standing(Optional.empty());
    write(WIRED);
    standing(Optional.empty());
    write(SETTLING);

    assertThat(cluster.asked).containsExactly("write shop Wired", "write shop Settling");
  }

  @Test
  void aServiceThatIsNotJudgedLosesItsConditionWithoutAnEvent() throws Exception {
    standing(Optional.of(BROKEN));

    writer.write(new Wanted(SHOP, "u", Optional.empty(), Optional.empty()));

    assertThat(cluster.asked).containsExactly("write shop nothing");
    assertThat(stored()).isEmpty();
  }

  @Test
  void nothingIsSentForAServiceThatIsGoneOrMadeAnew() throws Exception {
    write(BROKEN);
    cluster.services.put(SHOP.ref(), new ServiceStatus("another", 1, Optional.of(SETTLING)));
    write(BROKEN);

    assertThat(cluster.asked).isEmpty();
    assertThat(stored()).contains(SETTLING);
  }

  /// Our watch shows a Service for a moment longer than it is there.
  @Test
  void aServiceThatGoesMeanwhileIsNoFailure() throws Exception {
    standing(Optional.of(SETTLING));
    cluster.gone.add(SHOP.ref());

    write(BROKEN);

    assertCounted("condition", "gone", 1);
    assertThat(attempts.failures(Attempts.What.CONDITION)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "401, refused",
    "403, refused",
    "429, refused",
    "409, failed",
    "500, failed",
    "503, failed"
  })
  void whatIsRefusedIsCountedAndCanBeTriedAgain(int code, String outcome) throws Exception {
    standing(Optional.of(SETTLING));
    cluster.refuse("write", new Refused(code, "not for you"));

    assertThatThrownBy(() -> write(BROKEN)).isInstanceOf(Refused.class).hasMessage("not for you");
    assertThatThrownBy(() -> write(BROKEN)).isInstanceOf(Refused.class);
    assertCounted("condition", outcome, 2);
    assertThat(attempts.failures(Attempts.What.CONDITION)).isEqualTo(2);
    assertThat(stored()).contains(SETTLING);

    cluster.allowAll();
    write(BROKEN);
    assertThat(stored()).contains(BROKEN);
    assertThat(attempts.failures(Attempts.What.CONDITION)).isZero();
    assertThat(cluster.events.stream().map(ServiceEvent::name).distinct())
        .as("each try tells the same Event")
        .hasSize(1);
  }

  @Test
  void silenceIsAFailure() {
    standing(Optional.of(SETTLING));
    cluster.refuse("write", ToldSettledCluster.silence());

    assertThatThrownBy(() -> write(BROKEN)).isInstanceOf(ClusterUnavailable.class);
    assertCounted("condition", "failed", 1);
  }

  @Test
  void anEventThatIsRefusedKeepsNoConditionBack() throws Exception {
    standing(Optional.of(SETTLING));
    cluster.refuse("tell", new Refused(403, "events are forbidden"));

    write(BROKEN);

    assertThat(stored()).contains(BROKEN);
    assertCounted("event", "refused", 1);
    assertCounted("condition", "written", 1);
    assertThat(attempts.failures(Attempts.What.EVENT)).isEqualTo(1);
    assertThat(attempts.failures(Attempts.What.CONDITION)).isZero();
  }

  private void writeOfPods(Status status, String reason, String message) throws Exception {
    var condition = condition(status, reason, message);
    writer.write(new Wanted(SHOP, "u", Optional.of(condition), Optional.of(Views.notReady())));
  }

  private static String notReady() {
    return Views.notReady().message();
  }

  @Test
  void whatPodsLackIsAskedForAndStandsInConditionAndEvent() throws Exception {
    standing(Optional.of(condition(Status.UNKNOWN, "WaitingForEndpoints", "none is")));
    cluster.troubles.add(new PodTrouble("shop-1", "waits in CrashLoopBackOff"));

    writeOfPods(Status.FALSE, "NoReadyEndpoints", notReady());

    assertThat(cluster.asked)
        .containsExactly(
            "troubles shop", "tell shop NoReadyEndpoints", "write shop NoReadyEndpoints");
    var condition = stored().orElseThrow();
    assertThat(condition.message()).endsWith(": Pod/shop-1 waits in CrashLoopBackOff");
    assertThat(condition)
        .isEqualTo(condition(Status.FALSE, "NoReadyEndpoints", condition.message()));
    assertThat(cluster.events.getFirst().note()).isEqualTo(condition.message());
  }

  @Test
  void podsAreNotAskedForWhileThereIsTimeNorTwice() throws Exception {
    standing(Optional.empty());
    writeOfPods(Status.UNKNOWN, "WaitingForEndpoints", notReady());
    standing(Optional.empty());
    writeOfPods(Status.FALSE, "NoReadyEndpoints", notReady() + ": Pod/shop-1 waits");

    assertThat(cluster.asked)
        .containsExactly(
            "write shop WaitingForEndpoints",
            "tell shop NoReadyEndpoints",
            "write shop NoReadyEndpoints");
  }

  @Test
  void podsThatCannotBeReadKeepNoConditionBack() throws Exception {
    standing(Optional.empty());
    cluster.refuse("troubles", new Refused(403, "pods are forbidden"));

    writeOfPods(Status.FALSE, "NoReadyEndpoints", notReady());

    assertThat(stored()).contains(condition(Status.FALSE, "NoReadyEndpoints", notReady()));
  }
}
