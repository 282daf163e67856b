package dev.fairlead.cli;

import java.io.PrintWriter;
import java.time.Duration;

/// Tells somebody at a terminal what takes so long, in one line that goes when it is over. Nothing
/// is shown of what is soon over.
final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration PACE = Duration.ofMillis(200);

  /// Goes to the start of the line, and clears it.
  private static final String CLEAR = "\r\u001B[K";

  private final String phase;
  private final PrintWriter err;
  private final Thread thread;

  private Progress(String phase, PrintWriter err) {
    this.phase = phase;
    this.err = err;
    this.thread = Thread.ofVirtual().name("progress").unstarted(this::show);
  }

  /// Shows from a second from now on what is going on.
  ///
  /// @param phase what that is: `reading`
  /// @param visible whether anybody looks at standard error
  static Progress begin(String phase, PrintWriter err, boolean visible) {
    var progress = new Progress(phase, err);
    if (visible) {
      progress.thread.start();
    }
    return progress;
  }

  private void show() {
    var begun = System.nanoTime();
    try {
      Thread.sleep(PATIENCE);
      while (true) {
        var seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        err.print("%sfairlead: %s, %d s".formatted(CLEAR, phase, seconds));
        err.flush();
        Thread.sleep(PACE);
      }
    } catch (InterruptedException _) {
      if (Duration.ofNanos(System.nanoTime() - begun).compareTo(PATIENCE) >= 0) {
        err.print(CLEAR);
        err.flush();
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      if (thread.isAlive()) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
