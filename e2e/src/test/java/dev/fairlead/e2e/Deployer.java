package dev.fairlead.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody who deploys again and again: a Deployment, a Service that fits it, and one that
/// mistypes the name of a port which no other Service uses.
final class Deployer implements AutoCloseable {
  /// What one change got.
  ///
  /// @param begun in nanoseconds
  /// @param took how long the answer took
  record Sent(String what, Api.Reply reply, long begun, Duration took) {
    /// True where something wrong was stored, and nobody said a word.
    boolean isSilent() {
      return what.equals(WRONG) && reply.isStored() && reply.warnings().isEmpty();
    }
  }

  static final String FITS = "a Service that fits";
  static final String WRONG = "a Service of a wrong port";

  private final Api api;
  private final String namespace;
  private final AtomicInteger rounds = new AtomicInteger();
  private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread = Thread.ofVirtual().unstarted(this::run);

  Deployer(Api api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  /// Deploys until it is closed.
  Deployer start() {
    thread.start();
    return this;
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      round();
    }
  }

  /// Deploys once.
  void round() {
    var app = "shop-" + letters(rounds.incrementAndGet());
    var deployed = send("a Deployment", deployment(app));
    if (deployed.isStored()) {
      send(FITS, service(app, app, "http"));
      send(WRONG, service(app + "-wrong", app, "rest-apy"));
    }
  }

  static String deployment(String app) {
    return """
    {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"%1$s"},"spec":{"replicas":0,
     "selector":{"matchLabels":{"app":"%1$s"}},"template":{"metadata":{"labels":{"app":"%1$s"}},
     "spec":{"containers":[{"name":"web","image":"web",
     "ports":[{"name":"http","containerPort":8080},{"name":"rest-api","containerPort":8081}],
     "readinessProbe":{"tcpSocket":{"port":"http"}}}]}}}}
    """
        .formatted(app);
  }

  static String service(String name, String app, String target) {
    return """
    {"kind":"Service","apiVersion":"v1","metadata":{"name":"%s"},"spec":{"selector":{"app":"%s"},
     "ports":[{"port":80,"targetPort":"%s"}]}}
    """
        .formatted(name, app, target);
  }

  /// Digits would make all rounds look alike.
  private static String letters(int number) {
    var letters = new StringBuilder();
    for (var rest = number; rest > 0; rest /= 26) {
      letters.append((char) ('a' + rest % 26));
    }
    return letters.append("xq").toString();
  }

  private Api.Reply send(String what, String manifest) {
    var begun = System.nanoTime();
    var reply = api.create(namespace, manifest);
    sent.add(new Sent(what, reply, begun, Duration.ofNanos(System.nanoTime() - begun)));
    return reply;
  }

  List<Sent> sent() {
    synchronized (sent) {
      return List.copyOf(sent);
    }
  }

  /// Waits until this many further rounds are done.
  void awaitRounds(int more) {
    var wanted = rounds.get() + more;
    Await.until(
        more + " rounds of deploying",
        Duration.ofSeconds(60),
        () ->
            rounds.get() > wanted
                ? Optional.empty()
                : Optional.of("%d of %d".formatted(rounds.get(), wanted)));
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
