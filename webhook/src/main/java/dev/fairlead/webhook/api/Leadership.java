package dev.fairlead.webhook.api;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes part in the election of one leader, until it is closed. A replica that loses the election,
/// or the lead, takes part again. The election is that of client-go (kubernetes/client-go,
/// tools/leaderelection/leaderelection.go), as fabric8's client has it.
final class Leadership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  /// As Kubernetes' own controllers share a lease of 15 s: given up after 10 s without an answer,
  /// asked for every 2 s.
  private static final double GIVE_UP = 10.0 / 15;

  private static final double ASK_AGAIN = 2.0 / 15;

  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final LeaderSeat seat;
  private final Runnable gained;
  private final Runnable lost;
  private volatile boolean leading;
  private volatile boolean closed;
  private @Nullable CompletableFuture<?> election;

  Leadership(KubernetesClient client, LeaderSeat seat, Runnable gained, Runnable lost) {
    this.client = client;
    this.seat = seat;
    this.gained = gained;
    this.lost = lost;
  }

  /// Stands for election; once it has lost what it had won, it stands again.
  synchronized void stand() {
    if (closed) {
      return;
    }
    var callbacks = new LeaderCallbacks(this::gained, this::lost, _ -> {});
    var config =
        new LeaderElectionConfigBuilder()
            .withName(seat.name())
            .withLeaseDuration(seat.lease())
            .withRenewDeadline(part(GIVE_UP))
            .withRetryPeriod(part(ASK_AGAIN))
            .withReleaseOnCancel(true)
            .withLock(new ToldLock(new LeaseLock(seat.namespace(), seat.name(), seat.identity())))
            .withLeaderCallbacks(callbacks)
            .build();
    var current = client.leaderElector().withConfig(config).build().start();
    election = current;
    var again =
        CompletableFuture.delayedExecutor(part(ASK_AGAIN).toMillis(), TimeUnit.MILLISECONDS);
    var _ = current.whenCompleteAsync((_, _) -> stand(), again);
  }

  private Duration part(double share) {
    return Duration.ofMillis((long) (seat.lease().toMillis() * share));
  }

  private void gained() {
    leading = true;
    gained.run();
  }

  private void lost() {
    if (leading) {
      leading = false;
      lost.run();
    }
  }

  /// Gives the lease back, if it is ours.
  @Override
  public void close() {
    CompletableFuture<?> current;
    synchronized (this) {
      closed = true;
      current = election;
    }
    if (current != null) {
      current.cancel(true);
    }
    lost();
  }

  /// The lock of the election. A failure is logged once, and passed on as the kind of exception
  /// that the election expects. A replica that does not lead takes a Lease that it cannot read for
  /// one that another replica holds.
  private final class ToldLock implements Lock {
    private final Lock lock;
    private String problem = "";

    ToldLock(Lock lock) {
      this.lock = lock;
    }

    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient with) {
      try {
        return lock.get(with);
      } catch (RuntimeException e) {
        told(e);
        if (leading) {
          throw asExpected(e);
        }
        var now = ZonedDateTime.now(ZoneOffset.UTC);
        return new LeaderElectionRecord("unknown", seat.lease(), now, now, 0);
      }
    }

    @Override
    public void create(KubernetesClient with, LeaderElectionRecord leader) {
      try {
        lock.create(with, leader);
        problem = "";
      } catch (RuntimeException e) {
        told(e);
        throw asExpected(e);
      }
    }

    @Override
    public void update(KubernetesClient with, LeaderElectionRecord leader) {
      try {
        lock.update(with, leader);
        problem = "";
      } catch (RuntimeException e) {
        told(e);
        throw asExpected(e);
      }
    }

    private void told(RuntimeException failure) {
      if (closed || isConflict(failure)) {
        return; // another was quicker
      }
      var reason = Connection.reason(failure);
      if (!reason.equals(problem)) {
        LOG.atWarn()
            .addKeyValue("lease", seat.namespace() + "/" + seat.name())
            .addKeyValue("reason", reason)
            .log("cannot take part in choosing who settles; trying again");
      }
      problem = reason;
    }

    private static KubernetesClientException asExpected(RuntimeException failure) {
      return failure instanceof KubernetesClientException expected
          ? expected
          : new KubernetesClientException(String.valueOf(failure.getMessage()), failure);
    }

    private static boolean isConflict(RuntimeException failure) {
      return failure instanceof KubernetesClientException e && e.getCode() == CONFLICT;
    }

    @Override
    public String identity() {
      return lock.identity();
    }

    @Override
    public String describe() {
      return lock.describe();
    }
  }
}
