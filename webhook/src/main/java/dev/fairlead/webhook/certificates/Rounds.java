package dev.fairlead.webhook.certificates;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that repeats one task: after a pause, or when it is woken.
final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private static final Duration AFTER_A_BUG = Duration.ofSeconds(30);

  private final Semaphore wakes = new Semaphore(0);
  private final Duration rest;
  private final Supplier<Duration> round;
  private final Thread thread;
  private volatile boolean closed;

  /// @param rest how long it is not woken after a round, however often somebody tries
  /// @param round says how long it may sleep after it, where nobody wakes it
  Rounds(String name, Duration rest, Supplier<Duration> round) {
    this.rest = rest;
    this.round = round;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void wake() {
    wakes.release();
  }

  private void run() {
    try {
      while (!closed) {
        var pause = runOnce();
        TimeUnit.NANOSECONDS.sleep(rest.toNanos());
        if (wakes.tryAcquire(pause.minus(rest).toNanos(), TimeUnit.NANOSECONDS)) {
          wakes.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A bug in one round must not end the others.
  private Duration runOnce() {
    try {
      return round.get();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("could not look after certificates");
      return AFTER_A_BUG;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
