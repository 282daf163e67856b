package dev.fairlead.webhook.settle.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.api.Refused;
import dev.fairlead.webhook.cluster.ServiceStatus;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settle.Views;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// In which order conditions and reports are written, and when what failed is tried again. A report
/// goes last, so that nothing before it is still to come once it stands.
final class WritesTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final Duration REPORTED_AFTER = Duration.ofSeconds(5);

  private final ToldSettledCluster cluster = new ToldSettledCluster();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Metrics metrics = new Metrics();
  private final Writes writes = new Writes(cluster, 1_000_000, metrics, this::time);
  private Duration early = Duration.ZERO;
  private boolean begun;

  @BeforeEach
  void takeReports() {
    cluster.install(ReportKind.OPEN_REPORT);
    assertThat(writes.refreshKinds()).isPresent();
    cluster.takeAsked();
  }

  @AfterEach
  void end() {
    if (begun) {
      writes.close();
    }
  }

  private void begin() {
    begun = true;
    writes.start();
  }

  private static ServiceWiring service(String name) {
    return Manifests.object(Views.service(name, "shop"), ServiceWiring.class);
  }

  private void put(String name, Status status, String reason) {
    var service = service(name);
    var current = Optional.ofNullable(cluster.services.get(service.ref()));
    if (current.isEmpty()) {
      cluster.services.put(service.ref(), new ServiceStatus("u", 1, Optional.empty()));
    }
    writes.put(wanted(name, "u", status, reason), current.flatMap(ServiceStatus::condition));
  }

  private static Wanted wanted(String name, String uid, Status status, String reason) {
    var condition = new WiredCondition(status, reason, "message", NOON, 7);
    return new Wanted(service(name), uid, Optional.of(condition), Optional.empty());
  }

  /// The thread that writes is a virtual one, and is never early.
  private Instant time() {
    return Thread.currentThread().isVirtual() ? now.get() : now.get().minus(early);
  }

  /// Has a report written that is due by now.
  private void report(String namespace) {
    early = REPORTED_AFTER;
    writes.report(broken(namespace));
    early = Duration.ZERO;
  }

  private static NamespaceFindings broken(String namespace) {
    return new NamespaceFindings(namespace, 1, List.of(Views.unmatched()), List.of());
  }

  private void await(String what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("waiting for %s, asked was %s", what, cluster.asked)
          .isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private void awaitReport(String namespace) {
    await("the report of " + namespace, () -> cluster.hasReport(ReportKind.OPEN_REPORT, namespace));
  }

  private long tries() {
    return cluster.asked.stream().filter(asked -> asked.startsWith("write ")).count();
  }

  private Optional<String> reason(String name) {
    return Optional.ofNullable(cluster.services.get(service(name).ref()))
        .flatMap(ServiceStatus::condition)
        .map(WiredCondition::reason);
  }

  @Test
  void changesGoFirstThenFirstWordsThenReports() {
    report("default");
    put("first", Status.TRUE, "Wired");
    put("second", Status.TRUE, "Wired");
    put("settling", Status.UNKNOWN, "Settling");

    begin();

    awaitReport("default");
    assertThat(cluster.asked)
        .containsExactly(
            "write settling Settling", "write second Wired", "write first Wired", "Report default");
    assertThat(writes.size()).isZero();
  }

  @Test
  void theLatestConditionTakesThePlaceOfEarlierOnes() {
    put("shop", Status.UNKNOWN, "Settling");
    put("shop", Status.FALSE, "SelectorUnmatched");
    report("default");
    assertThat(writes.size()).isEqualTo(2);

    begin();

    awaitReport("default");
    assertThat(tries()).isEqualTo(1);
    assertThat(reason("shop")).contains("SelectorUnmatched");
  }

  @Test
  void whatIsToBeWrittenIsKnownOfThisVeryService() {
    put("shop", Status.UNKNOWN, "Settling");

    var shop = service("shop").ref();
    assertThat(writes.pending(shop, "u")).contains(wanted("shop", "u", Status.UNKNOWN, "Settling"));
    assertThat(writes.pending(shop, "another")).isEmpty();
    assertThat(writes.pending(service("other").ref(), "u")).isEmpty();

    begin();
    await("the condition", () -> reason("shop").isPresent() && writes.pending(shop, "u").isEmpty());
  }

  @Test
  void aReportWaitsForWhatElseHappensInItsNamespace() {
    writes.report(broken("early"));
    report("due");

    begin();

    awaitReport("due");
    assertThat(cluster.reports.get(ReportKind.OPEN_REPORT)).containsOnlyKeys("due");
    now.set(NOON.plus(REPORTED_AFTER));
    report("another");
    awaitReport("early");
  }

  @Test
  void nothingIsReportedWhereNoKindIsThere() {
    var none = new ToldSettledCluster();
    try (var unreported = new Writes(none, 1_000_000, metrics, now::get)) {
      unreported.start();
      assertThat(unreported.refreshKinds()).isEmpty();
      unreported.report(broken("prod"));

      assertThat(unreported.size()).isZero();
    }
  }

  @Test
  void whatFailedIsNotTriedBeforeItsPauseIsOver() {
    cluster.refuse("write", new Refused(503, "no leader"));
    put("shop", Status.UNKNOWN, "Settling");
    report("first");
    begin();
    awaitReport("first");
    assertThat(tries()).isEqualTo(1);
    assertThat(writes.pending(service("shop").ref(), "u")).isPresent();

    for (var pause : List.of(1, 2, 4, 8)) {
      var before = tries();
      now.updateAndGet(time -> time.plusSeconds(pause).minusMillis(1));
      report("early " + pause);
      awaitReport("early " + pause);
      assertThat(tries()).as("just before %d s are over", pause).isEqualTo(before);

      now.updateAndGet(time -> time.plusMillis(1));
      report("late " + pause);
      awaitReport("late " + pause);
      assertThat(tries()).as("after %d s", pause).isEqualTo(before + 1);
    }

    cluster.allowAll();
    now.updateAndGet(time -> time.plusSeconds(16));
    report("last");
    awaitReport("last");
    assertThat(reason("shop")).contains("Settling");
    assertThat(writes.pending(service("shop").ref(), "u")).isEmpty();
  }

  @Test
  void thePausesDoNotGrowBeyondFiveMinutes() {
    cluster.refuse("write", new Refused(503, "no leader"));
    put("shop", Status.UNKNOWN, "Settling");
    begin();

    for (var i = 0; i < 20; i++) {
      now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
      report("round " + i);
      awaitReport("round " + i);
    }

    assertThat(tries()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void afterManyFailuresOneConditionIsTriedAtATime() {
    cluster.refuse("write", new Refused(503, "no leader"));
    for (var i = 0; i < 30; i++) {
      put("shop-" + i, Status.UNKNOWN, "Settling");
    }
    report("first");
    begin();
    awaitReport("first");
    assertThat(tries()).isEqualTo(10);
    assertThat(writes.size()).isEqualTo(30);

    now.set(NOON.plusSeconds(1));
    report("second");
    awaitReport("second");
    assertThat(tries()).isEqualTo(11);

    cluster.allowAll();
    now.set(NOON.plus(Duration.ofHours(1)));
    report("third");
    awaitReport("third");
    assertThat(cluster.services.values())
        .allSatisfy(status -> assertThat(status.condition()).isPresent());
    assertThat(writes.size()).isZero();
  }

  @Test
  void aConditionThatIsWrittenEndsTheCaution() {
    cluster.refuse("write", new Refused(429, "too many requests"));
    for (var i = 0; i < 11; i++) {
      put("shop-" + i, Status.UNKNOWN, "Settling");
    }
    report("first");
    begin();
    awaitReport("first");
    cluster.allowAll();
    now.set(NOON.plusSeconds(10));
    report("second");
    awaitReport("second");
    assertThat(writes.size()).isZero();

    cluster.refuse("write", new Refused(429, "too many requests"));
    cluster.takeAsked();
    for (var i = 0; i < 9; i++) {
      put("late-" + i, Status.UNKNOWN, "Settling");
    }
    report("third");
    awaitReport("third");
    assertThat(tries()).as("nine are not many").isEqualTo(9);
  }

  @Test
  void aServiceThatIsGoneIsNotTriedAgain() {
    put("shop", Status.UNKNOWN, "Settling");
    cluster.gone.add(service("shop").ref());
    report("default");

    begin();

    awaitReport("default");
    assertThat(tries()).isEqualTo(1);
    assertThat(writes.size()).isZero();
  }

  @Test
  void aBugInOneWriteDoesNotEndTheOthers() {
    cluster.refuse("write", new IllegalStateException("a bug"));
    put("shop", Status.UNKNOWN, "Settling");

    begin();

    await(
        "the end of it",
        () -> tries() == 1 && writes.pending(service("shop").ref(), "u").isEmpty());
    cluster.allowAll();
    put("other", Status.UNKNOWN, "Settling");
    await("the other", () -> reason("other").isPresent());
    assertThat(reason("shop")).isEmpty();
  }

  @Test
  void nothingIsWrittenOnceItIsClosed() {
    begin();
    put("shop", Status.UNKNOWN, "Settling");
    await("the first", () -> reason("shop").isPresent());

    writes.close();
    put("late", Status.UNKNOWN, "Settling");

    assertThat(writes.size()).isEqualTo(1);
    assertThat(reason("late")).isEmpty();
  }

  @Test
  void whatNeverBeganCanBeClosed() {
    writes.close();

    assertThat(writes.size()).isZero();
  }
}
