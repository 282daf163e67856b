package dev.fairlead.webhook.settle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.LeaderSeat;
import dev.fairlead.webhook.cluster.ManifestCluster;
import dev.fairlead.webhook.cluster.ServiceStatus;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settle.writing.ReportKind;
import dev.fairlead.webhook.settle.writing.ServiceEvent;
import dev.fairlead.webhook.settle.writing.SettledCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// All that a leader does, on a cluster in memory.
class LeaderTest {
  private static final ObjectRef SHOP = new ObjectRef("v1", "Service", "default", "shop");

  private final ManifestCluster objects = new ManifestCluster(InstantSource.system());
  private final Statuses statuses = new Statuses();
  private final Metrics metrics = new Metrics();
  private Optional<Leader> leader = Optional.empty();

  @BeforeEach
  void makeTheNamespace() {
    put("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
  }

  @AfterEach
  void endIt() {
    leader.ifPresent(Leader::close);
  }

  private void put(String yaml) {
    Manifests.objects(yaml).forEach(objects::put);
  }

  private Leader begin(Duration window) {
    var seat = new LeaderSeat("fairlead-system", "fairlead", "us", Duration.ofSeconds(15));
    var rules =
        new SettleSettings(
            new SettledServices(Level.GUARD, Set.of(Level.GUARD), Set.of("kube-system"), Set.of()),
            window,
            1_000,
            Duration.ofMinutes(1),
            seat);
    var begun = new Leader(objects, statuses, rules, metrics, InstantSource.system());
    leader = Optional.of(begun);
    begun.begin();
    return begun;
  }

  private void await(String what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("waiting for %s, there is %s", what, statuses.known)
          .isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private void awaitReason(String reason) {
    await(reason, () -> statuses.reason().equals(Optional.of(reason)));
  }

  @Test
  void aServiceThatSelectsNothingSettlesAndIsTold() {
    put(Views.service("shop", "nobody"));
    statuses.add(SHOP);
    var begun = begin(Duration.ofSeconds(1));

    awaitReason("Settling");
    awaitReason("SelectorUnmatched");
    assertThat(statuses.events)
        .extracting(ServiceEvent::reason)
        .containsExactly("SelectorUnmatched");

    put(Views.deployment("nobody"));
    statuses.ready.put("shop", 1);
    begun.changed("default");
    awaitReason("Wired");
    assertThat(statuses.events)
        .extracting(ServiceEvent::reason)
        .containsExactly("SelectorUnmatched", "Wired");
  }

  @Test
  void whatPodsLackStandsInTheConditionOnce() {
    put(Views.service("shop", "shop") + Views.deployment("shop"));
    statuses.add(SHOP);
    statuses.troubles.add(new PodTrouble("shop-1", "waits in CrashLoopBackOff"));
    begin(Duration.ofSeconds(1));

    awaitReason("NoReadyEndpoints");
    assertThat(statuses.condition().map(WiredCondition::message).orElse(""))
        .endsWith("none of Deployment/shop is: Pod/shop-1 waits in CrashLoopBackOff");
  }

  @Test
  void whatFailsIsTriedAgainAndNothingIsToldTwice() {
    put(Views.service("shop", "nobody"));
    statuses.add(SHOP);
    statuses.failures = 3;
    begin(Duration.ZERO);

    awaitReason("SelectorUnmatched");
    assertThat(statuses.events.stream().map(ServiceEvent::name).distinct()).hasSize(1);
    assertThat(metrics.text())
        .contains("fairlead_settle_writes_total{object=\"condition\",outcome=\"failed\"} 3.0");
  }

  @Test
  void whoLeadsNoLongerWritesNoMore() {
    put(Views.service("shop", "nobody"));
    statuses.add(SHOP);
    var window = Duration.ofMillis(300);
    var begun = begin(window);
    awaitReason("Settling");
    begun.close();
    var writes = statuses.writes;
    LockSupport.parkNanos(window.multipliedBy(2).toNanos());

    assertThat(statuses.writes).isEqualTo(writes);
    assertThat(statuses.reason()).contains("Settling");
  }

  @Test
  void aServiceMadeAnewIsNotGivenWhatWasMeantForTheFirst() {
    put(Views.service("shop", "nobody"));
    statuses.add(SHOP);
    statuses.failures = 2;
    var begun = begin(Duration.ofMinutes(1));
    await("a failure", () -> statuses.failures < 2);
    statuses.known.put(SHOP, new ServiceStatus("another", 9, Optional.empty()));
    begun.changed("default");

    awaitReason("Settling");
    assertThat(statuses.known.get(SHOP).uid()).isEqualTo("another");
  }

  /// A condition says since when a Service is unwired, whoever wrote it.
  @Test
  void whoTakesOverGoesOnWhereTheLastLeaderStopped() {
    put(Views.service("shop", "nobody"));
    statuses.add(SHOP, settlingFor(Duration.ofHours(1)));
    begin(Duration.ofMinutes(1));

    awaitReason("SelectorUnmatched");
    assertThat(statuses.writes).isEqualTo(1);
    assertThat(statuses.events)
        .extracting(ServiceEvent::reason)
        .containsExactly("SelectorUnmatched");
  }

  @Test
  void whoTakesOverWritesNothingWhereAllIsSaid() {
    put(Views.service("shop", "nobody") + Views.service("other", "nobody"));
    var settling = settlingFor(Duration.ofSeconds(1));
    statuses.add(SHOP, settling);
    var other = new ObjectRef("v1", "Service", "default", "other");
    statuses.add(other);
    var begun = begin(Duration.ofHours(1));

    await("the other", () -> statuses.status(other).flatMap(ServiceStatus::condition).isPresent());
    await("all writes", () -> begun.writesDue() == 0);
    assertThat(statuses.writes).isEqualTo(1);
    assertThat(statuses.condition()).contains(settling);
  }

  private WiredCondition settlingFor(Duration time) {
    var service = objects.known("default").namespace("default").service("shop").orElseThrow();
    var unmatched = Views.unmatched();
    return new WiredCondition(
        WiredCondition.Status.UNKNOWN,
        "Settling",
        unmatched.message(),
        Instant.now().minus(time).truncatedTo(ChronoUnit.SECONDS),
        Fingerprint.of(service, unmatched.check()));
  }

  @Test
  void aNamespaceThatIsOffLosesItsConditions() {
    put(
        """
        apiVersion: v1
        kind: Namespace
        metadata: { name: default, labels: { fairlead.dev/level: "off" } }
        """);
    put(Views.service("shop", "nobody"));
    statuses.add(SHOP, settlingFor(Duration.ofHours(1)));
    var begun = begin(Duration.ofMinutes(1));

    await("the condition to go", () -> statuses.condition().isEmpty());
    assertThat(statuses.events).isEmpty();
    await("all writes", () -> begun.writesDue() == 0);
  }

  @Test
  void aLookThatFailsDoesNotEndTheOthers() {
    put(Views.service("shop", "nobody"));
    statuses.add(SHOP);
    statuses.bugs = 1;
    var begun = begin(Duration.ofMinutes(1));
    await("the bug", () -> statuses.bugs == 0);

    begun.changed("default");

    awaitReason("Settling");
  }

  @Test
  void aNamespaceThatIsBeingDeletedIsCountedNoLonger() {
    put(Views.service("shop", "nobody"));
    statuses.add(SHOP);
    var begun = begin(Duration.ZERO);
    await("the count", () -> broken(begun) == 1);

    put(
        """
        apiVersion: v1
        kind: Namespace
        metadata: { name: default, deletionTimestamp: "2026-11-25T12:00:00Z" }
        """);
    begun.changed("default");

    await("the end of it", () -> begun.counts().isEmpty());
  }

  private static long broken(Leader leader) {
    return leader.counts().stream().mapToLong(counts -> counts.broken().size()).sum();
  }

  @Test
  void endpointsAreWatchedWhileItLeads() {
    var begun = begin(Duration.ofMinutes(1));
    await("the watch", () -> statuses.watchesEndpoints);

    begun.close();

    assertThat(statuses.watchesEndpoints).isFalse();
  }

  /// Settle's side of a cluster, in memory.
  private static final class Statuses implements SettledCluster {
    private final Map<ObjectRef, ServiceStatus> known = new ConcurrentHashMap<>();
    private final Map<String, Integer> ready = new ConcurrentHashMap<>();
    private final List<PodTrouble> troubles = Collections.synchronizedList(new ArrayList<>());
    private final List<ServiceEvent> events = Collections.synchronizedList(new ArrayList<>());
    private volatile int failures;
    private volatile int writes;
    private volatile int bugs;
    private volatile boolean watchesEndpoints;

    void add(ObjectRef service) {
      known.put(service, new ServiceStatus("uid", 1, Optional.empty()));
    }

    void add(ObjectRef service, WiredCondition condition) {
      known.put(service, new ServiceStatus("uid", 1, Optional.of(condition)));
    }

    Optional<WiredCondition> condition() {
      return Optional.ofNullable(known.get(SHOP)).flatMap(ServiceStatus::condition);
    }

    Optional<String> reason() {
      return condition().map(WiredCondition::reason);
    }

    @Override
    public void follow(Consumer<String> changed) {}

    @Override
    public Set<String> namespaces() {
      return Set.of("default");
    }

    @Override
    public synchronized Optional<ServiceStatus> status(ObjectRef service) {
      if (bugs > 0) {
        bugs--;
        throw new IllegalStateException("a bug");
      }
      return Optional.ofNullable(known.get(service));
    }

    @Override
    public void watchEndpoints() {
      watchesEndpoints = true;
    }

    @Override
    public void forgetEndpoints() {
      watchesEndpoints = false;
    }

    @Override
    public Optional<Map<String, Integer>> readyEndpoints(String namespace) {
      return Optional.of(Map.copyOf(ready));
    }

    @Override
    public List<PodTrouble> troubles(ServiceWiring service) {
      return List.copyOf(troubles);
    }

    @Override
    public synchronized Written write(
        ObjectRef service, String uid, Optional<WiredCondition> condition) {
      if (failures > 0) {
        failures--;
        throw new ClusterUnavailable("not now");
      }
      writes++;
      var status = known.get(service);
      if (status == null || !status.uid().equals(uid)) {
        return Written.GONE;
      }
      known.put(service, new ServiceStatus(uid, status.version() + 1, condition));
      return Written.STORED;
    }

    @Override
    public void tell(ServiceEvent event) {
      events.add(event);
    }

    @Override
    public AutoCloseable lead(LeaderSeat seat, Runnable gained, Runnable lost) {
      throw new UnsupportedOperationException("there is one leader");
    }

    @Override
    public boolean report(ReportKind kind, String namespace, Map<String, ?> report) {
      return false;
    }

    @Override
    public Optional<Set<String>> reported(ReportKind kind) {
      return Optional.empty();
    }
  }
}
