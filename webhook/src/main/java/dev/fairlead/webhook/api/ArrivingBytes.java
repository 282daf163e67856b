package dev.fairlead.webhook.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The body of an answer, read as it arrives. It asks for more bytes only while few are unread, so
/// that a long list never fills the memory.
final class ArrivingBytes extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {
  private sealed interface Part {
    record Bytes(ByteBuffer buffer) implements Part {}

    record End(Optional<Throwable> failure) implements Part {}
  }

  /// How many parts may be unread: enough that the network rarely waits for the reader.
  private static final int MOST_UNREAD = 32;

  private final BlockingQueue<Part> arrived = new LinkedBlockingQueue<>();
  private final Duration patience;
  private final Ceiling ceiling;
  private Optional<AsyncBody> body = Optional.empty();
  private final AtomicBoolean halted = new AtomicBoolean();
  private ByteBuffer current = ByteBuffer.allocate(0);
  private boolean ended;

  /// @param patience how long nothing may arrive
  ArrivingBytes(Duration patience, Ceiling ceiling) {
    this.patience = patience;
    this.ceiling = ceiling;
  }

  /// Says where the bytes come from; nothing is read before.
  void from(AsyncBody source) {
    body = Optional.of(source);
    var _ =
        source
            .done()
            .whenComplete((_, failure) -> arrived.add(new Part.End(Optional.ofNullable(failure))));
    source.consume();
  }

  @Override
  public void consume(List<ByteBuffer> buffers, AsyncBody source) {
    buffers.forEach(buffer -> arrived.add(new Part.Bytes(buffer)));
    if (arrived.size() >= MOST_UNREAD) {
      halted.set(true);
      goOn(source); // the reader may have read all of it by now
      return;
    }
    source.consume();
  }

  private void goOn(AsyncBody source) {
    if (arrived.size() < MOST_UNREAD / 2 && halted.compareAndSet(true, false)) {
      source.consume();
    }
  }

  @Override
  public int read() throws IOException {
    return awaitBytes() ? current.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!awaitBytes()) {
      return -1;
    }
    var count = Math.min(length, current.remaining());
    current.get(into, offset, count);
    return count;
  }

  /// False at the end.
  private boolean awaitBytes() throws IOException {
    while (!current.hasRemaining()) {
      switch (next()) {
        case Part.Bytes(var buffer) -> {
          ceiling.take(buffer.remaining());
          current = buffer;
        }
        case Part.End end -> {
          ended = true;
          arrived.add(end); // whoever reads on finds the end again
          if (end.failure().isPresent()) {
            throw new IOException(end.failure().get());
          }
          return false;
        }
      }
    }
    return true;
  }

  private Part next() throws IOException {
    body.ifPresent(this::goOn);
    try {
      var later = arrived.poll(ceiling.nanosToWait(patience), TimeUnit.NANOSECONDS);
      if (later == null) {
        throw new IOException("nothing arrived for %d ms".formatted(patience.toMillis()));
      }
      return later;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("stopped").initCause(e);
    }
  }

  /// Cancels what is yet to come. Nothing is cancelled after the end: somebody else may have the
  /// connection by then.
  @Override
  public void close() {
    if (!ended) {
      body.ifPresent(AsyncBody::cancel);
    }
  }
}
