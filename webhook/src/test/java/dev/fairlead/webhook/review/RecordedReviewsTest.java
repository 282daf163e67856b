package dev.fairlead.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.cluster.ManifestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// AdmissionReviews as a real API server sent them, each scenario in its order, to a cluster that
/// keeps what is allowed.
class RecordedReviewsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final JsonMapper JSON = new JsonMapper();

  /// What guard refuses of all that was recorded: the mistakes of the tutorial, and releases that
  /// rename a port on both sides at once, which cuts the running Pods off until they are replaced.
  private static final Map<String, List<String>> DENIED =
      Map.of(
          "argocd-sync-ssa",
          List.of("02-validating-service-update.json [target-port-unresolved]"),
          "flux-port-rename",
          List.of(
              "02-validating-service-update.json [target-port-unresolved]",
              "04-validating-deployment-update.json [target-port-unresolved]",
              "06-validating-service-update.json [target-port-unresolved]",
              "08-validating-deployment-update.json [target-port-unresolved]"),
          "helm-upgrade-client-side",
          List.of(
              "02-validating-service-update.json [target-port-unresolved]",
              "04-validating-deployment-update.json [target-port-unresolved]"),
          "helm-upgrade-port-rename",
          List.of(
              "02-validating-service-update.json [target-port-unresolved]",
              "04-validating-deployment-update.json [target-port-unresolved]"),
          "kubectl-diff",
          List.of(
              "02-validating-service-update.json [target-port-unresolved]",
              "04-validating-deployment-update.json [target-port-unresolved]"),
          "tutorial-p1-selector",
          List.of("06-validating-service-create.json [selector-unmatched]"),
          "tutorial-p2-target-port",
          List.of("05-validating-service-create.json [target-port-mismatch]"));

  private static Path reviews = Path.of("");

  private final ObjectReader reader = new ObjectReader(PodMakers.COMMON);

  @BeforeAll
  static void findTheCorpus() {
    var corpus =
        Optional.ofNullable(System.getenv("FAIRLEAD_CORPUS")).orElse("../../shared/corpus");
    reviews = Path.of(corpus, "reviews");
    var there = Files.isDirectory(reviews);
    if (!there) {
      System.err.println(
          "NO CORPUS: recorded AdmissionReviews are not tested; set FAIRLEAD_CORPUS to its folder");
    }
    assumeTrue(there);
  }

  @Test
  void everyReviewIsAnsweredAsTheProtocolAsks() throws IOException {
    var answered = 0;
    for (var scenario : scenarios()) {
      for (var file : filesOf(scenario)) {
        var body = Files.readAllBytes(file);
        var request = request(body);
        var decision =
            reviewer(new ManifestCluster(InstantSource.system()))
                .review(request, NOW.plusSeconds(5));

        var answer =
            JSON.readTree(ReviewResponse.write(request, decision.toCompletableFuture().join()));

        assertThat(answer.path("apiVersion").asString()).isEqualTo("admission.k8s.io/v1");
        assertThat(answer.path("kind").asString()).isEqualTo("AdmissionReview");
        var response = answer.path("response");
        assertThat(response.path("uid")).isEqualTo(JSON.readTree(body).at("/request/uid"));
        assertThat(response.has("patch")).as(file.toString()).isFalse();
        if (!response.path("allowed").asBoolean()) {
          assertThat(response.at("/status/code").asInt()).isEqualTo(403);
          assertThat(response.at("/status/reason").asString()).isEqualTo("Forbidden");
          assertThat(response.at("/status/message").asString()).isNotBlank();
        }
        for (JsonNode warning : response.path("warnings")) {
          assertThat(warning.asString()).hasSizeLessThanOrEqualTo(256).doesNotContain("\n");
        }
        answered++;
      }
    }
    assertThat(answered).isGreaterThan(150);
  }

  @Test
  void guardRefusesNothingButTheMistakes() throws IOException {
    var denied = new TreeMap<String, List<String>>();
    for (var scenario : scenarios()) {
      var found = denialsOf(scenario);
      if (!found.isEmpty()) {
        denied.put(scenario.getFileName().toString(), found);
      }
    }
    assertThat(denied).isEqualTo(DENIED);
  }

  /// The first word of each denial, and the review it answers.
  private List<String> denialsOf(Path scenario) throws IOException {
    var cluster = new ManifestCluster(InstantSource.system());
    var reviewer = reviewer(cluster);
    var denials = new ArrayList<String>();
    putWhatWasThere(scenario, cluster);
    for (var file : validating(scenario)) {
      var request = request(Files.readAllBytes(file));
      var decision = reviewer.review(request, NOW.plusSeconds(5)).toCompletableFuture().join();
      if (!decision.allowed()) {
        var message = decision.message();
        denials.add(file.getFileName() + " " + message.substring(0, message.indexOf(' ')));
      } else if (!request.dryRun()) {
        keep(request, cluster);
      }
    }
    return denials;
  }

  /// A stream may begin in the middle of an object's life.
  private void putWhatWasThere(Path scenario, ManifestCluster cluster) throws IOException {
    var seen = new HashSet<ObjectRef>();
    for (var file : validating(scenario)) {
      var request = request(Files.readAllBytes(file));
      var tree = request.object().or(request::oldObject).orElseThrow();
      if (seen.add(reader.read(tree, "").ref())) {
        request.oldObject().ifPresent(old -> put(old, cluster));
      }
    }
  }

  private void keep(ReviewRequest request, ManifestCluster cluster) {
    switch (request.operation()) {
      case CREATE, UPDATE -> request.object().ifPresent(tree -> put(tree, cluster));
      case DELETE ->
          request.oldObject().map(tree -> reader.read(tree, "").ref()).ifPresent(cluster::remove);
      case CONNECT -> {}
    }
  }

  private void put(Map<String, ?> tree, ManifestCluster cluster) {
    reader.read(tree, "").object().ifPresent(cluster::put);
  }

  private Reviewer reviewer(ManifestCluster cluster) {
    var rules =
        new ReviewSettings(
            Level.GUARD,
            Set.of(Level.values()),
            Set.of("kube-system"),
            Set.of(),
            Set.of(),
            Duration.ofMinutes(1),
            Set.of("kubectl", "kubectl-*"),
            Duration.ofSeconds(1));
    return new Reviewer(reader, cluster, rules, InstantSource.fixed(NOW));
  }

  private static ReviewRequest request(byte[] body) {
    return switch (ReviewReader.read(body)) {
      case ReviewRequest request -> request;
      case MalformedReview(var message) -> throw new AssertionError(message);
    };
  }

  private static List<Path> scenarios() throws IOException {
    try (var folders = Files.list(reviews)) {
      return folders
          .filter(Files::isDirectory)
          .filter(folder -> !folder.endsWith("manifests"))
          .sorted()
          .toList();
    }
  }

  private static List<Path> validating(Path scenario) throws IOException {
    return filesOf(scenario).stream()
        .filter(file -> file.getFileName().toString().contains("-validating-"))
        .toList();
  }

  private static List<Path> filesOf(Path scenario) throws IOException {
    try (var files = Files.list(scenario)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.endsWith("requests.json"))
          .sorted()
          .toList();
    }
  }
}
