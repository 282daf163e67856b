package dev.fairlead.webhook.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who leads when, by a Lease on an API server in memory.
@Timeout(60)
final class LeadershipTest {
  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/guard/leases";
  private static final String LEASE = LEASES + "/fairlead";
  private static final Duration SHORT = Duration.ofSeconds(3);

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private MemoryApiServer server;

  @TempDir Path folder;

  @BeforeEach
  void startTheServer() throws IOException {
    server = new MemoryApiServer();
  }

  @AfterEach
  void stop() throws Exception {
    for (var closed : open.reversed()) {
      closed.close();
    }
    server.close();
  }

  /// Has a replica take part under this name.
  private AutoCloseable stand(String identity) throws IOException {
    var api = ApiServer.connect(Optional.of(server.kubeconfig(folder)), Map.of());
    var seat = new LeaderSeat("guard", "fairlead", identity, SHORT);
    var candidacy =
        api.elect(seat, () -> told.add(identity + " gained"), () -> told.add(identity + " lost"));
    open.add(api);
    open.add(candidacy);
    return candidacy;
  }

  private void putLease(String holder, Instant renewed) {
    server.put(
        LEASE,
        """
        {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
         "metadata": {"name": "fairlead", "namespace": "guard"},
         "spec": {"holderIdentity": "%s", "leaseDurationSeconds": 3, "leaseTransitions": 1,
          "acquireTime": "%s", "renewTime": "%s"}}
        """
            .formatted(holder, micro(renewed), micro(renewed)));
  }

  private static String micro(Instant time) {
    return time.toString().replaceAll("(\\.\\d+)?Z$", ".000000Z");
  }

  private String holder() {
    return server
        .object(LEASE)
        .map(lease -> lease.path("spec").path("holderIdentity").asString(""))
        .orElse("");
  }

  private void await(String what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("waiting for %s, told was %s", what, told)
          .isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private void awaitTold(String... all) {
    await(String.join(", ", all), () -> told.equals(List.of(all)));
  }

  private void awaitLooks(int more) {
    var before = looks();
    await("more looks at the Lease", () -> looks() >= before + more);
  }

  private long looks() {
    return server.asked().stream().filter(("GET " + LEASE)::equals).count();
  }

  private boolean givesBack(MemoryApiServer.Write write) {
    var spec = write.body().path("spec");
    return spec.isObject() && spec.path("holderIdentity").asString("").isEmpty();
  }

  @Test
  void whoFindsNoLeaseTakesIt() throws Exception {
    stand("us");

    awaitTold("us gained");
    assertThat(holder()).isEqualTo("us");
  }

  @Test
  void aLeaseThatHasExpiredIsTakenOver() throws Exception {
    putLease("gone", Instant.now().minus(Duration.ofHours(1)));

    stand("us");

    awaitTold("us gained");
    assertThat(holder()).isEqualTo("us");
  }

  @Test
  void whatAnotherHoldsIsLeftAloneUntilItExpires() throws Exception {
    putLease("other", Instant.now().plus(Duration.ofHours(1)));
    stand("us");

    awaitLooks(3);
    assertThat(told).isEmpty();
    assertThat(holder()).isEqualTo("other");
    assertThat(server.writes()).isEmpty();

    putLease("other", Instant.now().minus(Duration.ofHours(1)));
    awaitTold("us gained");
  }

  @Test
  void aLeaseThatCannotBeReadIsTakenForThatOfAnother() throws Exception {
    server.refuse("GET", LEASE, 403, "leases are forbidden");
    stand("us");

    awaitLooks(3);
    assertThat(told).isEmpty();
    assertThat(server.writes()).isEmpty();

    server.allowAll();
    awaitTold("us gained");
  }

  @Test
  void aLeaseThatCannotBeWrittenMakesNoLeader() throws Exception {
    server.refuse("POST", LEASES, 403, "leases are read only");
    stand("us");

    awaitLooks(3);
    assertThat(told).isEmpty();

    server.allowAll();
    awaitTold("us gained");
  }

  @Test
  void ofTwoOneLeadsAndTheOtherFollowsWhenItIsGivenBack() throws Exception {
    var first = stand("first");
    awaitTold("first gained");
    stand("second");
    awaitLooks(3);
    assertThat(told).containsExactly("first gained");

    first.close();

    await("the Lease to be given back", () -> server.writes().stream().anyMatch(this::givesBack));
    awaitTold("first gained", "first lost", "second gained");
    assertThat(holder()).isEqualTo("second");
  }

  @Test
  void whoCannotRenewLeadsNoLongerAndStandsAgain() throws Exception {
    stand("us");
    awaitTold("us gained");

    server.refuse("GET", LEASE, 500, "etcd is away");
    server.refuse("PUT", LEASE, 500, "etcd is away");
    server.refuse("PATCH", LEASE, 500, "etcd is away");
    awaitTold("us gained", "us lost");

    server.allowAll();
    awaitTold("us gained", "us lost", "us gained");
  }

  @Test
  void whoseLeaseAnotherTakesLeadsNoLonger() throws Exception {
    stand("us");
    awaitTold("us gained");

    server.beforeEach(
        write -> {
          if (!write.body().path("spec").path("holderIdentity").asString("").isEmpty()
              && holder().equals("us")) {
            putLease("other", Instant.now().plus(Duration.ofHours(1)));
          }
        });

    awaitTold("us gained", "us lost");
    assertThat(holder()).isEqualTo("other");
  }
}
