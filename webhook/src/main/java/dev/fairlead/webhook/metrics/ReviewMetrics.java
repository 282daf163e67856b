package dev.fairlead.webhook.metrics;

import dev.fairlead.policies.checks.Check;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.judge.Arrival;
import dev.fairlead.policies.judge.Exemption;
import dev.fairlead.webhook.review.Decision;
import dev.fairlead.webhook.review.Grounds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The reviews of one webhook: how many there were with which verdict, and how long they took.
///
/// Every series exists from the start. So no review looks one up, and `rate()` sees the first
/// review of a kind.
public final class ReviewMetrics {
  private static final String NO_CLASS = "none";

  /// From what a review takes where all is known to what an API server waits for at most.
  private static final Duration[] BUCKETS =
      Stream.of(
              50,
              100,
              150,
              250,
              500,
              1_000,
              2_500,
              5_000,
              10_000,
              25_000,
              100_000,
              500_000,
              1_000_000,
              2_500_000,
              5_000_000,
              10_000_000)
          .map(micros -> Duration.ofNanos(micros * 1_000L))
          .toArray(Duration[]::new);

  /// Counters by how what decided came about.
  ///
  /// @param none where nothing was found
  private record ByClass(Map<Arrival, Counter> found, Counter none) {
    Counter of(Optional<Arrival> arrival) {
      return arrival.map(found::get).orElse(none);
    }
  }

  /// The numbers of real reviews, or those of dry runs.
  ///
  /// @param unjudged allowed unseen: exempt, or nothing in it can matter
  /// @param failed not answered, or with a failure
  private record Run(
      Timer duration,
      ByClass allowed,
      ByClass warned,
      ByClass denied,
      Counter unjudged,
      Counter failed) {
    Counter of(Decision decision) {
      var grounds = decision.grounds();
      if (!decision.allowed()) {
        return denied.of(grounds.arrival());
      }
      if (!decision.warnings().isEmpty()) {
        return warned.of(grounds.arrival());
      }
      return grounds.judged() ? allowed.of(grounds.arrival()) : unjudged;
    }

    void count(Counter counter, long nanos) {
      counter.increment();
      duration.record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private final MeterRegistry registry;
  private final String webhook;
  private final Run real;
  private final Run dry;
  private final Map<String, Counter> overrides;
  private final Map<Exemption, Counter> exemptions = new EnumMap<>(Exemption.class);

  ReviewMetrics(MeterRegistry registry, String webhook) {
    this.registry = registry;
    this.webhook = webhook;
    this.real = register(false);
    this.dry = register(true);
    this.overrides =
        Checks.ALL.stream()
            .map(Check::id)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), this::overrides));
    for (var exemption : Exemption.values()) {
      exemptions.put(exemption, exemptions(exemption));
    }
  }

  private Run register(boolean dryRun) {
    var duration =
        Timer.builder("fairlead.review.duration")
            .description("From the arrival of a review to its answer")
            .tags("webhook", webhook, "dry_run", Boolean.toString(dryRun))
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    return new Run(
        duration,
        byClass("allowed", dryRun),
        byClass("warned", dryRun),
        byClass("denied", dryRun),
        reviews("unjudged", NO_CLASS, dryRun),
        reviews("failed", NO_CLASS, dryRun));
  }

  private ByClass byClass(String verdict, boolean dryRun) {
    var found = new EnumMap<Arrival, Counter>(Arrival.class);
    for (var arrival : Arrival.values()) {
      var label = arrival.name().toLowerCase(Locale.ROOT).replace('_', '-');
      found.put(arrival, reviews(verdict, label, dryRun));
    }
    return new ByClass(found, reviews(verdict, NO_CLASS, dryRun));
  }

  private Counter reviews(String verdict, String label, boolean dryRun) {
    return Counter.builder("fairlead.reviews")
        .description("Reviews by verdict and by how what decided it came about")
        .tags("webhook", webhook, "verdict", verdict, "class", label)
        .tag("dry_run", Boolean.toString(dryRun))
        .register(registry);
  }

  private Counter overrides(String check) {
    return Counter.builder("fairlead.overrides")
        .description("Reviews where an annotation let a finding through")
        .tag("check", check)
        .register(registry);
  }

  private Counter exemptions(Exemption exemption) {
    return Counter.builder("fairlead.exemptions")
        .description("Reviews of objects that say they belong to a controller or a Helm hook")
        .tag("reason", Grounds.word(exemption))
        .register(registry);
  }

  /// Counts a review that was answered with a decision.
  public void decided(Decision decision, boolean dryRun, long nanos) {
    var run = run(dryRun);
    run.count(run.of(decision), nanos);
    if (!dryRun) {
      countOverrides(decision.grounds().overridden());
      decision.grounds().exemption().map(exemptions::get).ifPresent(Counter::increment);
    }
  }

  private void countOverrides(List<String> checks) {
    for (var check : checks) {
      var counter = overrides.get(check);
      if (counter != null) {
        counter.increment();
      }
    }
  }

  /// Counts a review that got no decision.
  public void failed(boolean dryRun, long nanos) {
    var run = run(dryRun);
    run.count(run.failed(), nanos);
  }

  private Run run(boolean dryRun) {
    return dryRun ? dry : real;
  }
}
