package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.RecentAnswers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Namespaces that were read live a few seconds ago, since the watch had not shown them yet. A
/// client that applies a Namespace with fifty objects in it causes one read.
///
/// The answer that there is no such Namespace is given once. Later callers within these seconds are
/// told that nobody knows. The Namespace may have come since, with a level of its own. A name that
/// somebody makes up does not cause a read each time.
final class RecentNamespaces {
  /// The watch shows a Namespace within milliseconds, where it works at all.
  private static final Duration KEPT = Duration.ofSeconds(3);

  private static final long MOST = 1_000;

  /// The outcome of a read: whoever waited for it shares its failure too.
  private sealed interface Read {
    record Told(Optional<NamespaceSwitches> namespace) implements Read {}

    record Failed(ClusterUnavailable failure) implements Read {}
  }

  private final RecentAnswers answers;

  /// @param threads on which Namespaces are read
  RecentNamespaces(ExecutorService threads) {
    this.answers = new RecentAnswers("recent-namespaces", KEPT, MOST, threads);
  }

  /// The outcome of a read of these seconds, or of one that begins now.
  ///
  /// @param read blocks
  CompletableFuture<Optional<NamespaceSwitches>> of(
      String name, Supplier<Optional<NamespaceSwitches>> read) {
    var begun = new AtomicBoolean();
    return answers
        .get(
            name,
            Read.class,
            () -> {
              begun.set(true);
              return outcome(read);
            })
        .thenApply(outcome -> namespace(name, outcome, begun.get()));
  }

  private static Read outcome(Supplier<Optional<NamespaceSwitches>> read) {
    try {
      return new Read.Told(read.get());
    } catch (ClusterUnavailable e) {
      return new Read.Failed(e);
    }
  }

  /// @param begun whether the read began for whoever asks
  private Optional<NamespaceSwitches> namespace(String name, Read outcome, boolean begun) {
    return switch (outcome) {
      case Read.Failed(var failure) -> {
        if (begun) {
          answers.forget(name);
        }
        throw failure;
      }
      case Read.Told(var namespace) -> {
        if (namespace.isEmpty() && !begun) {
          throw new ClusterUnavailable("there was no such Namespace a moment ago");
        }
        yield namespace;
      }
    };
  }
}
