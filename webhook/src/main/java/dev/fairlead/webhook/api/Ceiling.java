package dev.fairlead.webhook.api;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// How many bytes one live read may bring, and until when. It holds for all the answers of that
/// read together. Its time begins when it is made.
public final class Ceiling {
  private final long bytes;
  private final Duration time;
  private final long begun = System.nanoTime();
  private final AtomicLong read = new AtomicLong();

  public Ceiling(long bytes, Duration time) {
    this.bytes = bytes;
    this.time = time;
  }

  /// For what is read as long as it lasts: watches, and the lists before them.
  public static Ceiling none() {
    return new Ceiling(Long.MAX_VALUE, Duration.ofNanos(Long.MAX_VALUE));
  }

  /// Counts bytes that have come.
  void take(int count) throws IOException {
    if (read.addAndGet(count) > bytes) {
      throw new IOException("more than %d bytes in the answer".formatted(bytes));
    }
  }

  /// How long to wait for the next bytes.
  ///
  /// @param patience how long nothing may come
  long nanosToWait(Duration patience) throws IOException {
    var left = time.toNanos() - (System.nanoTime() - begun);
    if (left <= 0) {
      throw new IOException("no end of the answer within %d s".formatted(time.toSeconds()));
    }
    return Math.min(left, TimeUnit.MILLISECONDS.toNanos(patience.toMillis()));
  }
}
