package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A child process in the background, which never outlives this JVM.
final class Daemon implements AutoCloseable {
  private static final Duration TO_STOP = Duration.ofSeconds(20);

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread atExit;

  private Daemon(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.atExit = new Thread(this::stop, "stop " + name);
  }

  static Daemon start(
      String name, Path log, Map<String, String> environment, List<String> command) {
    var builder = new ProcessBuilder(command);
    // What is set for the tests is not meant for what they test.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("FAIRLEAD_"));
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(log.getParent());
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      var daemon = new Daemon(name, builder.start(), log);
      Runtime.getRuntime().addShutdownHook(daemon.atExit);
      return daemon;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  /// Fails when it is no longer running, with the end of its log.
  void mustBeAlive() {
    if (!process.isAlive()) {
      throw new AssertionError(
          "%s ended with exit code %d:%n%s".formatted(name, process.exitValue(), endOfLog()));
    }
  }

  /// Waits until `look` misses nothing, or the process has died.
  void await(String what, Duration longest, Await.Look look) {
    Await.until(
        what,
        longest,
        () -> {
          mustBeAlive();
          return look.missing().map(missing -> missing + ", log of " + name + ": " + log);
        });
  }

  Optional<Integer> exitCode() {
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  private String endOfLog() {
    try {
      var lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /// Ends it without a word.
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  /// Stops them all, the last started first.
  static void stopAll(List<Daemon> daemons) {
    new ArrayList<>(daemons).reversed().forEach(Daemon::close);
  }
}
