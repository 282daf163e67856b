package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The two halves of a release, so close after each other that a replica may judge the second
/// before it has seen the first, and none judges both. However close they are, no half of a good
/// release is denied.
///
/// `FAIRLEAD_RACES` says how many pairs are sent in each way; what became of them is printed.
@OnCluster
final class RacesIT {
  private static final int PAIRS =
      Optional.ofNullable(System.getenv("FAIRLEAD_RACES")).map(Integer::parseInt).orElse(25);

  private static final int REPLICAS = 2;

  /// How many namespaces pairs are sent to at the same time, one after the other in each.
  private static final int NAMESPACES = 8;

  private static final String CONFIRMED = "fairlead_confirmations_total{outcome=\"%s\"}";

  private static final List<Optional<Duration>> APART =
      Stream.concat(
              Stream.of(Optional.<Duration>empty()),
              Stream.of(0, 20, 50, 200).map(millis -> Optional.of(Duration.ofMillis(millis))))
          .toList();

  private final Cluster cluster;
  private final Api api;
  private final Map<Level, List<String>> namespaces = new EnumMap<>(Level.class);

  /// Each pair has a name of its own. Names that differ in digits alone are never held for one
  /// another.
  private final AtomicInteger pairs = new AtomicInteger();

  private final List<String> good = new ArrayList<>();
  private final List<String> bad = new ArrayList<>();
  private Optional<Release> release = Optional.empty();

  RacesIT(Cluster cluster) {
    this.cluster = cluster;
    this.api = Api.of(cluster);
  }

  @BeforeAll
  void startTheReplicas() {
    var started =
        Release.start(
            cluster,
            "race",
            "fairlead-races",
            REPLICAS,
            Release.Routing.BY_KIND,
            "--set=webhook.failurePolicy=Fail",
            "--set=webhook.strictFailurePolicy=Fail");
    release = Optional.of(started);
    started.awaitAsked();
    for (var level : List.of(Level.GUARD, Level.STRICT)) {
      namespaces.put(
          level,
          IntStream.range(0, NAMESPACES)
              .mapToObj(_ -> Sandbox.create(cluster, level).namespace())
              .toList());
    }
  }

  @AfterEach
  void clearAway() {
    for (var namespace : namespaces.values().stream().flatMap(List::stream).toList()) {
      for (var kind : List.of("api/v1/%s/services", "apis/apps/v1/%s/deployments")) {
        api.delete("/" + kind.formatted("namespaces/" + namespace));
      }
    }
  }

  @AfterAll
  void stopTheReplicas() {
    var shares =
        release.orElseThrow().replicas().all().stream()
            .map(replica -> (long) replica.metric(CONFIRMED.formatted("upheld")))
            .toList();
    release.ifPresent(Release::close);
    System.err.printf(
        """

        %d pairs that fit, in each way
        | sent first, second | by | apart | level | denied | Service warned | Deployment warned | last one warned | upheld | overturned | unavailable |
        |---|---|---|---|--:|--:|--:|--:|--:|--:|--:|
        %s

        %1$d pairs that do not fit, in each way
        | sent first, second | by | apart | level | denied | stored, second half warned | stored, second half silent | upheld | overturned | unavailable |
        |---|---|---|---|--:|--:|--:|--:|--:|--:|
        %s

        Denials upheld by each replica: %s
        """,
        PAIRS, String.join("\n", good), String.join("\n", bad), shares);
  }

  static Stream<Race> goodReleases() {
    return Stream.concat(
        races(Race.FITTING),
        // Strict wants the Deployment to be there, and denies what a replica has not seen unless it
        // looks again.
        APART.stream()
            .filter(Optional::isPresent)
            .map(
                apart ->
                    new Race(
                        Race.First.DEPLOYMENT, Sender.PERSON, apart, Level.STRICT, Race.FITTING)));
  }

  @ParameterizedTest
  @MethodSource("goodReleases")
  void noHalfOfAGoodReleaseIsDenied(Race race) {
    var before = confirmations();
    var runs = send(race);

    good.add(
        "| %s | %d | %d | %d | %d | %s |"
            .formatted(
                race,
                count(runs, run -> run.deployment().isDenial() || run.service().isDenial()),
                count(runs, run -> isWarned(run.service())),
                count(runs, run -> isWarned(run.deployment())),
                count(runs, run -> isWarned(run.last())),
                since(before)));
    assertThat(runs).hasSize(PAIRS);
    assertThat(runs)
        .allSatisfy(
            run -> {
              assertThat(run.service().isStored()).as("%s", run.service()).isTrue();
              assertThat(run.deployment().isStored()).as("%s", run.deployment()).isTrue();
            });
  }

  static Stream<Race> badReleases() {
    return races(Race.WRONG);
  }

  /// What the second half of such a release cannot be denied for, because its replica has not seen
  /// the first, is left for settle: whoever sends a Service first was told that it is alone.
  @ParameterizedTest
  @MethodSource("badReleases")
  void theSecondHalfOfABadReleaseIsDenied(Race race) {
    var before = confirmations();
    var runs = send(race);

    var denied = count(runs, run -> run.deployment().isDenial() || run.service().isDenial());
    var warned = count(runs, run -> isStored(run) && isWarned(run.last()));
    var silent = count(runs, run -> isStored(run) && !isWarned(run.last()));
    bad.add("| %s | %d | %d | %d | %s |".formatted(race, denied, warned, silent, since(before)));
    assertThat(denied + warned + silent).as("%s", runs).isEqualTo(PAIRS);
    if (race.apart().filter(Duration::isPositive).isPresent() && isDeniedSecond(race)) {
      assertThat(denied).isPositive();
    }
    if (race.first() == Race.First.DEPLOYMENT) {
      assertThat(runs).allMatch(run -> run.service().isDenial() || isWarned(run.service()));
    }
  }

  /// A pipeline is told of a Service that does not fit: only its workload may be refused.
  private static boolean isDeniedSecond(Race race) {
    return race.sender() == Sender.PERSON || race.first() == Race.First.SERVICE;
  }

  private static Stream<Race> races(String port) {
    return Arrays.stream(Race.First.values())
        .flatMap(
            first ->
                Arrays.stream(Sender.values())
                    .flatMap(
                        sender ->
                            APART.stream()
                                .map(apart -> new Race(first, sender, apart, Level.GUARD, port))));
  }

  private List<Race.Run> send(Race race) {
    var left = new AtomicInteger(PAIRS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return namespaces.getOrDefault(race.level(), List.of()).stream()
          .map(
              namespace ->
                  CompletableFuture.supplyAsync(() -> send(race, namespace, left), threads))
          .toList()
          .stream()
          .flatMap(runs -> runs.join().stream())
          .toList();
    }
  }

  private List<Race.Run> send(Race race, String namespace, AtomicInteger left) {
    var runs = new ArrayList<Race.Run>();
    while (left.getAndDecrement() > 0) {
      runs.add(race.run(api, namespace, "shop-" + pairs.incrementAndGet()));
    }
    return runs;
  }

  private static boolean isWarned(Api.Reply reply) {
    return reply.isStored() && !reply.warnings().isEmpty();
  }

  private static boolean isStored(Race.Run run) {
    return run.deployment().isStored() && run.service().isStored();
  }

  private static long count(List<Race.Run> runs, Predicate<Race.Run> wanted) {
    return runs.stream().filter(wanted).count();
  }

  /// How many denials live reads have upheld, overturned, and left open.
  private List<Long> confirmations() {
    return Stream.of("upheld", "overturned", "unavailable")
        .map(CONFIRMED::formatted)
        .map(metric -> (long) release.orElseThrow().replicas().metric(metric))
        .toList();
  }

  private String since(List<Long> before) {
    var now = confirmations();
    return "%d | %d | %d"
        .formatted(
            now.get(0) - before.get(0), now.get(1) - before.get(1), now.get(2) - before.get(2));
  }
}
