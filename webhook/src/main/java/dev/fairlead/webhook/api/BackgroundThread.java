package dev.fairlead.webhook.api;

import java.time.Duration;

/// A virtual thread that does one thing until it is told to stop.
public final class BackgroundThread {
  private static final Duration TO_STOP = Duration.ofSeconds(5);

  private final Thread thread;

  /// @param body ends when it is interrupted
  public BackgroundThread(String name, Runnable body) {
    this.thread = Thread.ofVirtual().name(name).unstarted(body);
  }

  public void start() {
    thread.start();
  }

  /// Tells it to stop, and does not wait.
  public void interrupt() {
    thread.interrupt();
  }

  /// Waits until it has stopped, for five seconds at most; not at all where it was never started.
  public void awaitEnd() {
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      thread.join(TO_STOP);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Tells it to stop, and waits until it has.
  public void stop() {
    interrupt();
    awaitEnd();
  }
}
