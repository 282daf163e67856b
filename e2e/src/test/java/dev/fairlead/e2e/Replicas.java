package dev.fairlead.e2e;

import dev.fairlead.cli.certificates.LiveEndpoint;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Several processes of the webhook that share a Secret, with no more rights than the chart gives
/// them.
final class Replicas implements AutoCloseable {
  static final Duration TO_START = Duration.ofSeconds(90);

  /// One of them.
  record Replica(int port, ManagementPort management, Daemon process) {
    /// What it shows to whoever connects now, its own certificate first.
    List<X509Certificate> chain() {
      try {
        return new LiveEndpoint("127.0.0.1", port).chain(Optional.empty());
      } catch (IOException e) {
        throw new AssertionError("no certificate on port " + port, e);
      }
    }

    BigInteger serial() {
      return chain().getFirst().getSerialNumber();
    }

    /// What its management port answers.
    String management(String path) {
      return management(path, Optional.empty()).body();
    }

    /// The same for whoever shows a token.
    HttpResponse<String> management(String path, Optional<String> token) {
      return management.get(path, token);
    }

    /// A number of its metrics, by its name and labels.
    double metric(String name) {
      return management("/metrics")
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElse(0);
    }
  }

  private final List<Replica> replicas;

  private Replicas(List<Replica> replicas) {
    this.replicas = List.copyOf(replicas);
  }

  /// Starts them all at the same time, and returns while they still start.
  ///
  /// @param settings as environment variables
  static Replicas start(int number, Path kubeconfig, Path directory, Map<String, String> settings) {
    var started = new ArrayList<Replica>();
    IntStream.range(0, number)
        .forEach(
            i -> {
              var port = Ports.free();
              var management =
                  ManagementPort.of(Ports.free(), settings.get("FAIRLEAD_MANAGEMENT_ACCESS"));
              var environment = new HashMap<>(settings);
              environment.put("FAIRLEAD_KUBECONFIG", kubeconfig.toString());
              environment.put("FAIRLEAD_PORT", Integer.toString(port));
              environment.put("FAIRLEAD_MANAGEMENT_PORT", Integer.toString(management.number()));
              started.add(
                  new Replica(
                      port,
                      management,
                      Daemon.start(
                          "replica " + i,
                          directory.resolve("replica-%d.log".formatted(i)),
                          environment,
                          Program.command(List.of("serve")))));
            });
    return new Replicas(started);
  }

  void awaitReady() {
    for (var replica : replicas) {
      replica.process().await("a replica to be ready", TO_START, replica.management()::notReady);
    }
  }

  List<Replica> all() {
    return replicas;
  }

  Replica first() {
    return replicas.getFirst();
  }

  List<Integer> ports() {
    return replicas.stream().map(Replica::port).toList();
  }

  /// The sum over all of them.
  double metric(String name) {
    return replicas.stream().mapToDouble(replica -> replica.metric(name)).sum();
  }

  @Override
  public void close() {
    Daemon.stopAll(replicas.stream().map(Replica::process).toList());
  }
}
