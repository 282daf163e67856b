package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.webhook.api.ClusterUnavailable;
import io.micronaut.cache.CacheConfiguration;
import io.micronaut.cache.caffeine.DefaultSyncCache;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.core.type.Argument;
import io.micronaut.runtime.ApplicationConfiguration;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// What live reads said of Namespaces that the watch has not shown yet, for a few seconds: whoever
/// applies a Namespace with fifty objects in it asks for it once.
///
/// That there is no such Namespace is told once. Whoever asks again in these seconds is told that
/// nobody knows: it may have come since, with a level of its own, and a name that somebody makes up
/// does not become a read each time.
final class RecentNamespaces {
  /// The watch shows a Namespace within milliseconds, where it works at all.
  private static final Duration KEPT = Duration.ofSeconds(3);

  private static final long MOST = 1_000;

  @SuppressWarnings("rawtypes") // as a class literal has it
  private static final Argument<CompletableFuture> READ = Argument.of(CompletableFuture.class);

  private final DefaultSyncCache cache;

  RecentNamespaces() {
    var configuration = new CacheConfiguration("recent-namespaces", new ApplicationConfiguration());
    configuration.setExpireAfterWrite(KEPT);
    configuration.setMaximumSize(MOST);
    this.cache =
        new DefaultSyncCache(
            configuration, ApplicationContext.builder().build(), ConversionService.SHARED);
  }

  /// The outcome of a read of these seconds, or of one that begins now.
  @SuppressWarnings("unchecked") // nothing else is put into the cache
  CompletableFuture<Optional<NamespaceSwitches>> of(
      String name, Supplier<CompletableFuture<Optional<NamespaceSwitches>>> read) {
    var begun = new AtomicBoolean();
    CompletableFuture<Optional<NamespaceSwitches>> found =
        cache.get(
            name,
            READ,
            () -> {
              begun.set(true);
              return read.get();
            });
    return found
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                cache.invalidate(name);
              }
            })
        .thenApply(
            namespace -> {
              if (namespace.isEmpty() && !begun.get()) {
                throw new ClusterUnavailable("there was no such Namespace a moment ago");
              }
              return namespace;
            });
  }
}
