package dev.fairlead.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Measures what the state of a big cluster costs: `fairlead serve` as a process of its own,
/// against a [Generator].
final class Scale {
  private static final Duration TO_BE_READY = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final Duration CHURN = Duration.ofSeconds(30);
  private static final int EVENTS_PER_SECOND = 100;

  private final List<String> command;
  private final PrintStream out;

  private Scale(List<String> command, PrintStream out) {
    this.command = command;
    this.out = out;
  }

  /// Prints a table.
  ///
  /// @param command that runs `fairlead`
  public static void main(String[] command) throws IOException, InterruptedException {
    if (command.length == 0) {
      throw new IllegalArgumentException("usage: Scale COMMAND..., as bench/scale calls it");
    }
    var scale = new Scale(List.of(command), System.out);
    System.out.println(
        "| objects | ready after | memory when ready | peak | after churn | processor to start |"
            + " all conditions written after | processor when nothing changes | one event |"
            + " processor at %d events/s |".formatted(EVENTS_PER_SECOND));
    System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    scale.measure("none", new Population(1, 0, 1, 0));
    scale.measure("13,000 Services, 8,000 Deployments, 10,000 Pods", Population.PRODUCTION);
    scale.measure("the same, 150,000 Pods", Population.MOST_PODS);
  }

  private void measure(String name, Population population)
      throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("fairlead-scale");
    try (var generator = Generator.start(population)) {
      var port = Processes.freePort();
      var begun = System.nanoTime();
      var process = start(folder, generator, port);
      try {
        Processes.awaitReady(process, port, TO_BE_READY, folder.resolve("log"));
        var ready = seconds(System.nanoTime() - begun);
        var toStart = Processes.processorSeconds(process);
        var memory = memory(process, "VmRSS");
        awaitSettled(process, generator, population, folder);
        var settled = seconds(System.nanoTime() - begun);
        LockSupport.parkNanos(QUIET.toNanos());
        var idleFrom = Processes.processorSeconds(process);
        LockSupport.parkNanos(QUIET.toNanos());
        var idle = (Processes.processorSeconds(process) - idleFrom) / QUIET.toSeconds();
        var busyFrom = Processes.processorSeconds(process);
        churn(generator, population);
        var busy = (Processes.processorSeconds(process) - busyFrom) / CHURN.toSeconds();
        out.printf(
            "| %s | %.1f s | %d MiB | %d MiB | %d MiB | %.1f s | %.0f s | %.2f %% | %.0f µs | %.1f"
                + " %% |%n",
            name,
            ready,
            memory,
            memory(process, "VmHWM"),
            memory(process, "VmRSS"),
            toStart,
            settled,
            idle * 100,
            population.pods() == 0 ? 0 : (busy - idle) / EVENTS_PER_SECOND * 1e6,
            busy * 100);
      } finally {
        process.destroy();
        process.waitFor();
      }
    }
  }

  private Process start(Path folder, Generator generator, int managementPort) throws IOException {
    var kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: scale
        clusters: [{name: scale, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: scale, user: {token: none}}]
        contexts: [{name: scale, context: {cluster: scale, user: scale}}]
        """
            .formatted(generator.port()));
    var options =
        Stream.of(
            "serve",
            "--kubeconfig",
            kubeconfig.toString(),
            "--port=" + Processes.freePort(),
            "--management-port=" + managementPort);
    var builder = new ProcessBuilder(Stream.concat(command.stream(), options).toList());
    // The first word about each Service would take eleven minutes at the default.
    builder.environment().put("FAIRLEAD_SETTLE_WRITES_PER_SECOND", "1000");
    return builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
  }

  private static void awaitSettled(
      Process process, Generator generator, Population population, Path folder) throws IOException {
    var deadline = System.nanoTime() + TO_BE_READY.toNanos();
    while (generator.statuses() < population.services()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%d conditions: %s"
                .formatted(generator.statuses(), Files.readString(folder.resolve("log"))));
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  /// Changes Pods mostly, as clusters do, and Deployments and Services.
  private static void churn(Generator generator, Population population) {
    var random = new Random(1);
    var begun = System.nanoTime();
    var events = CHURN.toSeconds() * EVENTS_PER_SECOND;
    for (var event = 0L; event < events; event++) {
      var kind =
          switch (random.nextInt(10)) {
            case 0 -> GeneratedKind.SERVICES;
            case 1 -> GeneratedKind.DEPLOYMENTS;
            default -> GeneratedKind.PODS;
          };
      if (population.of(kind) > 1) {
        generator.change(kind, random.nextInt(population.of(kind)));
      }
      var due = begun + event * 1_000_000_000L / EVENTS_PER_SECOND;
      LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
    }
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /// @return MiB
  private static long memory(Process process, String field) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
              .filter(line -> line.startsWith(field + ":"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          / 1024;
    }
  }
}
