package dev.fairlead.webhook.api;

import io.micronaut.cache.AsyncCache;
import io.micronaut.cache.CacheConfiguration;
import io.micronaut.cache.caffeine.DefaultSyncCache;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.runtime.ApplicationConfiguration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/// Answers of the API server that are kept for a while. Several callers with the same question
/// share one answer.
public final class RecentAnswers {
  private final AsyncCache<?> cache;

  /// @param most how many are kept
  /// @param threads on which is asked; each is blocked until its answer has come
  public RecentAnswers(String name, Duration kept, long most, ExecutorService threads) {
    var configuration = new CacheConfiguration(name, new ApplicationConfiguration());
    configuration.setExpireAfterWrite(kept);
    configuration.setMaximumSize(most);
    // The cache looks for listeners and weighers there, and we have none.
    var context = ApplicationContext.builder().build();
    var answers =
        new DefaultSyncCache(configuration, context, ConversionService.SHARED) {
          @Override
          public ExecutorService getExecutorService() {
            return threads;
          }
        };
    this.cache = answers.async();
  }

  /// The answer that counts, or the one to a question that is asked now. A failure does not count
  /// for anybody else.
  public <T> CompletableFuture<T> get(String key, Class<T> type, Supplier<T> question) {
    return cache.get(key, type, question);
  }

  /// Has the question asked again.
  public void forget(String key) {
    var _ = cache.invalidate(key);
  }
}
