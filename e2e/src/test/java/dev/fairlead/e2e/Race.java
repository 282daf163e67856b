package dev.fairlead.e2e;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Sender;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// How the two halves of a release are sent: a Deployment, and the Service in front of it.
///
/// @param apart how long after the answer to the first half the second is sent; empty: without
///   waiting for that answer
/// @param port by which name the Service calls the port of the Deployment
record Race(First first, Sender sender, Optional<Duration> apart, Level level, String port) {
  /// What the Deployment calls its port.
  static final String FITTING = "http";

  static final String WRONG = "htpp";

  /// The half that is sent first.
  enum First {
    DEPLOYMENT("Deployment, Service"),
    SERVICE("Service, Deployment");

    private final String order;

    First(String order) {
      this.order = order;
    }
  }

  /// What became of one half.
  ///
  /// @param answered in nanoseconds
  private record Half(Api.Reply reply, long answered) {}

  /// What became of both.
  ///
  /// @param last the reply that came last
  record Run(Api.Reply deployment, Api.Reply service, Api.Reply last) {}

  /// Sends a pair of that name.
  Run run(Api api, String namespace, String name) {
    var deployment = Deployer.deployment(name);
    var service = Deployer.service(name, name, port);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var workloadFirst = first == First.DEPLOYMENT;
      var one = send(threads, api, namespace, workloadFirst ? deployment : service);
      apart.ifPresent(
          time -> {
            one.join();
            LockSupport.parkNanos(time.toNanos());
          });
      var other = send(threads, api, namespace, workloadFirst ? service : deployment);
      return run(one.join(), other.join());
    }
  }

  private CompletableFuture<Half> send(
      ExecutorService threads, Api api, String namespace, String manifest) {
    return CompletableFuture.supplyAsync(
        () -> {
          var reply = api.create(namespace, manifest, sender);
          return new Half(reply, System.nanoTime());
        },
        threads);
  }

  private Run run(Half one, Half other) {
    var last = one.answered() < other.answered() ? other : one;
    return first == First.DEPLOYMENT
        ? new Run(one.reply(), other.reply(), last.reply())
        : new Run(other.reply(), one.reply(), last.reply());
  }

  @Override
  public String toString() {
    return "%s | %s | %s | %s"
        .formatted(
            first.order,
            sender.name().toLowerCase(Locale.ROOT),
            apart.map(time -> time.toMillis() + " ms").orElse("at once"),
            level.label());
  }
}
