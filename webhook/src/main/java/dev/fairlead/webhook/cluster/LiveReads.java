package dev.fairlead.webhook.cluster;

import dev.fairlead.webhook.api.ClusterUnavailable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Live reads, bounded so that many callers do not become many reads. Of each namespace one read
/// runs and one waits. Callers that come while one runs share the one that waits. So no caller gets
/// a read that began before it asked. A bound holds for all namespaces together.
final class LiveReads<T> implements AutoCloseable {
  /// The read that runs, and the one that begins when it is done.
  private record Turn<T>(CompletableFuture<T> running, Optional<CompletableFuture<T>> waiting) {}

  private final Function<String, T> read;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore permits;
  private final Map<String, Turn<T>> turns = new HashMap<>();

  /// @param read one namespace, blocking
  /// @param mostAtOnce of all namespaces
  LiveReads(Function<String, T> read, int mostAtOnce) {
    this.read = read;
    this.permits = new Semaphore(mostAtOnce, true);
  }

  /// The outcome of a read that begins after this call.
  synchronized CompletableFuture<T> of(String namespace) {
    var turn = turns.get(namespace);
    if (turn == null) {
      var running = new CompletableFuture<T>();
      turns.put(namespace, new Turn<>(running, Optional.empty()));
      begin(namespace, running);
      return running.copy();
    }
    var waiting = turn.waiting().orElseGet(CompletableFuture::new);
    turns.put(namespace, new Turn<>(turn.running(), Optional.of(waiting)));
    return waiting.copy();
  }

  private void begin(String namespace, CompletableFuture<T> outcome) {
    threads.execute(
        () -> {
          try {
            permits.acquire();
            try {
              outcome.complete(read.apply(namespace));
            } finally {
              permits.release();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome.completeExceptionally(new ClusterUnavailable("stopped", e));
          } catch (RuntimeException | Error e) {
            outcome.completeExceptionally(e);
          } finally {
            next(namespace);
          }
        });
  }

  private synchronized void next(String namespace) {
    var turn = turns.remove(namespace);
    if (turn != null && turn.waiting().isPresent()) {
      var running = turn.waiting().get();
      turns.put(namespace, new Turn<>(running, Optional.empty()));
      begin(namespace, running);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
