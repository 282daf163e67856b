package dev.fairlead.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.fairlead.policies.judge.Arrival;
import dev.fairlead.policies.judge.Exemption;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Overrides;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Knowledge;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.ManifestCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ReviewerTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final Instant DEADLINE = NOW.plusSeconds(10);
  private static final String UNRESOLVED =
      "[target-port-unresolved] Service/shop spec.ports[0].targetPort: Not found: \"https\": must"
          + " be the name of a TCP port of Deployment/shop-web, which has \"http\"; did you mean"
          + " \"http\"?";

  private final ObjectReader reader = new ObjectReader(PodMakers.COMMON);
  private final ManifestCluster cluster = new ManifestCluster(InstantSource.system());

  @Test
  void aServiceWhoseTargetPortCannotResolveIsDenied() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));

    var decision = decide(cluster, create(Trees.service("shop", "shop", "https")));

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.message()).isEqualTo(UNRESOLVED);
    assertThat(decision.causes())
        .containsExactly(new Cause("FieldValueNotFound", "spec.ports[0].targetPort", UNRESOLVED));
    assertThat(decision.auditAnnotations()).containsEntry("deny", "target-port-unresolved");
  }

  @Test
  void anOrderedApplierIsOnlyWarned() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var service = Trees.service("shop", "shop", "https");

    for (var request :
        List.of(
            request(service, Optional.empty(), "helm", "alice", false),
            request(service, Optional.empty(), "", "flux", false),
            request(service, Optional.empty(), "kubectl", "alice", true))) {
      var decision = decide(cluster, request);

      assertThat(decision.allowed()).isTrue();
      assertThat(decision.warnings()).containsExactly(UNRESOLVED);
    }
  }

  @Test
  void theNamespaceSaysTheLevel() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var service = create(Trees.service("shop", "shop", "https"));

    put(Trees.namespace("default", Map.of("fairlead.dev/level", "warn")));
    assertThat(decide(cluster, service).allowed()).isTrue();
    assertThat(decide(cluster, service).warnings()).containsExactly(UNRESOLVED);

    put(Trees.namespace("default", Map.of("fairlead.dev/level", "off")));
    assertThat(decide(cluster, service)).isEqualTo(Decision.UNJUDGED);

    put(Trees.namespace("default", Map.of("fairlead.dev/level", "strict")));
    assertThat(decide(cluster, service).allowed()).isFalse();
  }

  @Test
  void aDenialIsTakenBackWhereALiveReadRefutesIt() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var live = new ManifestCluster(InstantSource.system());
    put(live, Trees.deployment("shop-web", "shop", "https", 8443));
    var stale =
        new Doubled(cluster, () -> CompletableFuture.completedFuture(live.known("default")));

    var decision = decide(stale, create(Trees.service("shop", "shop", "https")));

    assertThat(decision).isEqualTo(Decision.ALLOWED);
  }

  @Test
  void aDenialThatNobodyCanConfirmBecomesAWarning() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var deaf =
        new Doubled(
            cluster, () -> CompletableFuture.failedFuture(new ClusterUnavailable("no answer")));

    var decision = decide(deaf, create(Trees.service("shop", "shop", "https")));

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.warnings())
        .containsExactly(
            UNRESOLVED, "Fairlead could not ask the cluster to confirm this, so it only warns");
  }

  @Test
  void whatBecameOfDenialsIsCounted() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var healthy = new ManifestCluster(InstantSource.system());
    put(healthy, Trees.deployment("shop-web", "shop", "https", 8443));
    var answers =
        new ArrayDeque<CompletableFuture<ClusterView>>(
            List.of(
                CompletableFuture.completedFuture(cluster.known("default")),
                CompletableFuture.completedFuture(healthy.known("default")),
                CompletableFuture.failedFuture(new ClusterUnavailable("no answer"))));
    var reviewer = reviewer(new Doubled(cluster, answers::remove));
    for (var i = 0; i < 3; i++) {
      decide(reviewer, create(Trees.service("shop", "shop", "https")));
    }

    for (var outcome : Confirmations.Confirmation.values()) {
      assertThat(reviewer.confirmations().of(outcome)).as("%s", outcome).isOne();
    }
  }

  @Test
  void aDryRunIsNotCountedAmongDenialsToConfirm() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    put(Trees.service("shop", "shop", "http"));
    var reviewer = reviewer(cluster);
    var cut =
        request(
            Trees.service("shop", "shop", "https"),
            Optional.of(Trees.service("shop", "shop", "http")),
            "",
            "jane",
            true);

    assertThat(decide(reviewer, cut).allowed()).isFalse();

    for (var outcome : Confirmations.Confirmation.values()) {
      assertThat(reviewer.confirmations().of(outcome)).as("%s", outcome).isZero();
    }
  }

  @Test
  void aDecisionSaysHowWhatDecidedCameAbout() {
    var service = Trees.service("shop", "shop", "https");
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    assertThat(decide(cluster, create(service)).grounds().arrival())
        .hasValue(Arrival.SERVICE_ARRIVES);

    var fine = Trees.service("shop", "shop", "http");
    assertThat(decide(cluster, create(fine)).grounds()).isEqualTo(Grounds.NO_FINDING);

    put(fine);
    assertThat(decide(cluster, update(fine, service)).grounds().arrival()).hasValue(Arrival.CUT);

    var key = "allow.fairlead.dev/target-port-unresolved";
    var allowed = Trees.with(service, "annotations", Map.of(key, "moves on Monday"));
    assertThat(decide(cluster, update(fine, allowed)).grounds())
        .isEqualTo(
            new Grounds(
                true,
                Optional.of(Arrival.CUT),
                List.of("target-port-unresolved"),
                Optional.empty()));
  }

  @Test
  void whatSaysThatItIsExemptPassesAndIsTold() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var owner = Map.of("apiVersion", "v1", "kind", "Service", "name", "a", "controller", true);
    var service = Trees.service("shop", "shop", "https");
    var owned = Trees.with(service, "ownerReferences", List.of(owner));
    var hook = Trees.with(service, "annotations", Map.of("helm.sh/hook", "test"));

    var softened = decide(cluster, create(owned));
    var unjudged = decide(cluster, request(hook, Optional.empty(), "helm", "alice", false));
    var byPerson = decide(cluster, create(hook));

    assertThat(softened.warnings()).containsExactly(UNRESOLVED);
    assertThat(softened.auditAnnotations()).containsEntry("exempt", "controller");
    assertThat(softened.grounds().exemption()).contains(Exemption.CONTROLLER);
    assertThat(unjudged.warnings()).isEmpty();
    assertThat(unjudged.auditAnnotations()).containsExactly(entry("exempt", "helm-hook"));
    assertThat(unjudged.grounds().judged()).isFalse();
    assertThat(unjudged.grounds().exemption()).contains(Exemption.HELM_HOOK);
    assertThat(byPerson.allowed()).isFalse();
    assertThat(byPerson.grounds().exemption()).isEmpty();
  }

  @Test
  void aDenialThatIsMissingForWhatIsNotKnownIsAWarningThatSaysSo() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var gaps = List.of("widgets.example.com cannot be read", "things.example.com cannot be read");
    var unsure = new Doubled(cluster, () -> CompletableFuture.completedFuture(view(gaps)), gaps);
    var reviewer = reviewer(unsure);

    var denied = decide(reviewer, create(Trees.service("shop", "shop", "https")));
    var fine = decide(reviewer, create(Trees.service("shop", "shop", "http")));
    var alone = decide(reviewer, create(Trees.service("other", "something-else", "http")));

    assertThat(denied.allowed()).isTrue();
    assertThat(denied.warnings())
        .last()
        .isEqualTo(
            "Fairlead cannot tell all about this change, so it only warns:"
                + " widgets.example.com cannot be read, and 1 more");
    assertThat(fine.warnings()).noneMatch(warning -> warning.startsWith("Fairlead"));
    assertThat(alone).isEqualTo(Decision.ALLOWED);
    assertThat(reviewer.unsure()).isOne();
  }

  @Test
  void inAnOutageEveryJudgedChangeIsToldSo() {
    var gaps = List.of("deployments are not known yet");
    var unsure = new Doubled(cluster, () -> CompletableFuture.completedFuture(view(gaps)), gaps);
    unsure.outage = Optional.of(gaps.getFirst());

    var alone = decide(reviewer(unsure), create(Trees.service("shop", "shop", "http")));

    assertThat(alone.allowed()).isTrue();
    assertThat(alone.warnings())
        .containsExactly(
            "Fairlead cannot tell all about this change, so it only warns:"
                + " deployments are not known yet");
  }

  private ClusterView view(List<String> gaps) {
    return ClusterView.ofCluster(
        cluster.known("default").namespace("default"), new Knowledge(gaps));
  }

  @Test
  void aWarningIsTakenBackWhereTheOtherHalfIsJustThere() {
    put(Trees.deployment("other", "other", "http", 8080));
    var live = new ManifestCluster(InstantSource.system());
    put(live, Trees.deployment("shop-web", "shop", "http", 8080));
    var service = Trees.service("shop", "shop", "http");
    var stale =
        new Doubled(cluster, () -> CompletableFuture.completedFuture(live.known("default")));

    assertThat(decide(stale, create(service))).isEqualTo(Decision.ALLOWED);

    var deaf =
        new Doubled(
            cluster, () -> CompletableFuture.failedFuture(new ClusterUnavailable("no answer")));
    assertThat(decide(deaf, create(service)).warnings())
        .singleElement()
        .asString()
        .startsWith("[selector-unmatched] Service/shop");
  }

  @Test
  void nobodyIsReadForWhoSendsTheServiceFirst() {
    var service = Trees.service("shop", "shop", "http");
    for (var request :
        List.of(
            request(service, Optional.empty(), "helm", "alice", false),
            request(service, Optional.empty(), "kubectl", "alice", true))) {
      var asked =
          new Doubled(cluster, () -> CompletableFuture.failedFuture(new IllegalStateException()));

      assertThat(decide(asked, request).warnings()).hasSize(1);
      assertThat(asked.times).isEmpty();
    }
  }

  @Test
  void aLiveReadTakesHalfOfTheTimeLeftAtMost() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var asked =
        new Doubled(cluster, () -> CompletableFuture.completedFuture(cluster.known("default")));
    var reviewer = new Reviewer(reader, asked, rules(), InstantSource.fixed(NOW));
    var request = create(Trees.service("shop", "shop", "https"));

    join(reviewer.review(request, NOW.plusMillis(600)));
    join(reviewer.review(request, NOW.plusSeconds(30)));
    join(reviewer.review(request, NOW.minusSeconds(1)));

    assertThat(asked.times)
        .containsExactly(Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ZERO);
  }

  @Test
  void whatOneObjectProvesIsDeniedWithoutALiveRead() {
    var asked =
        new Doubled(cluster, () -> CompletableFuture.failedFuture(new IllegalStateException()));
    var container =
        Map.<String, Object>of(
            "name", "web", "readinessProbe", Map.of("httpGet", Map.of("port", "http")));

    var decision = decide(asked, create(Trees.deployment("web", "web", List.of(container))));

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.message()).startsWith("[probe-port-undeclared] Deployment/web ");
    assertThat(asked.times).isEmpty();
  }

  @Test
  void aNamespaceThatTheWatchHasNotShownIsRead() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var service = create(Trees.service("shop", "shop", "https"));
    var unseen =
        new Doubled(cluster, () -> CompletableFuture.completedFuture(cluster.known("default")));

    unseen.namespace = CompletableFuture.completedFuture(Optional.of(switches("off")));
    assertThat(decide(unseen, service)).isEqualTo(Decision.UNJUDGED);

    unseen.namespace = CompletableFuture.failedFuture(new ClusterUnavailable("no answer"));
    assertThat(decide(unseen, service).allowed()).isTrue();
    assertThat(decide(unseen, service).warnings()).containsExactly(UNRESOLVED);
  }

  @Test
  void anUpdateThatLeavesTheWiringAloneIsAllowedUnseen() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var service = Trees.service("shop", "shop", "https");
    var annotated = Trees.with(service, "annotations", Map.of("example.com/owner", "a-team"));

    assertThat(decide(cluster, update(service, annotated))).isEqualTo(Decision.UNJUDGED);
  }

  @Test
  void whatWasBrokenBeforeIsAWarning() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var service = Trees.service("shop", "shop", "https");
    put(service);
    var labelled = Trees.with(service, "labels", Map.of("team", "a"));

    var decision = decide(cluster, update(service, labelled));

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.warnings()).containsExactly(UNRESOLVED);
  }

  @Test
  void aCutTellsTheWayWithoutDowntime() {
    put(Trees.service("shop", "shop", "http"));
    var before = Trees.deployment("shop-web", "shop", "http", 8080);
    put(before);

    var decision =
        decide(cluster, update(before, Trees.deployment("shop-web", "shop", "web", 8080)));

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.message())
        .contains("[target-port-unresolved] Service/shop spec.ports[0].targetPort")
        .contains("add before you remove")
        .contains("allow.fairlead.dev/target-port-unresolved");
  }

  @Test
  void aReasonLetsItThroughAndIsRecorded() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var key = "allow.fairlead.dev/target-port-unresolved";
    var service = Trees.service("shop", "shop", "https");

    var decision =
        decide(cluster, create(Trees.with(service, "annotations", Map.of(key, "moves on Monday"))));

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.auditAnnotations())
        .containsEntry("allowed", "target-port-unresolved")
        .containsEntry("allow.target-port-unresolved", "moves on Monday");
  }

  @Test
  void aSwitchThatMeansNothingIsWarnedAbout() {
    var service =
        Trees.with(
            Trees.service("shop", "shop", 80),
            "annotations",
            Map.of(
                "allow.fairlead.dev/target-port",
                "x",
                "allow.fairlead.dev/selector-unmatched",
                " "));

    assertThat(decide(cluster, create(service)).warnings())
        .anyMatch(
            warning ->
                warning.startsWith(
                    "Service/shop allow.fairlead.dev/target-port: Invalid value: \"x\": the key"
                        + " must end in the id of a check, such as target-port-mismatch, "))
        .contains(
            "Service/shop allow.fairlead.dev/selector-unmatched: Invalid value: \" \": must give"
                + " the reason, or nothing is let through");
  }

  @Test
  void aSwitchOnTheWrongObjectIsWarnedAbout() {
    var service =
        Trees.with(
            Trees.service("shop", "shop", 80),
            "annotations",
            Map.of("fairlead.dev/level", "off", "fairlead.dev/awaits", "the backend"));

    assertThat(decide(cluster, create(service)).warnings())
        .contains(
            "Service/shop fairlead.dev/level: Invalid value: \"off\": must stand on the Namespace,"
                + " means nothing here",
            "Service/shop fairlead.dev/awaits: Invalid value: \"the backend\": must name a workload"
                + " as Kind/name, such as Deployment/backend");
    var namespace =
        Trees.with(
            Trees.namespace("prod", Map.of()),
            "annotations",
            Map.of("allow.fairlead.dev/selector-unmatched", "we know"));
    assertThat(decide(cluster, create(namespace)).message())
        .contains("must stand on the object that it is about");
  }

  @Test
  void aDenialCountsWhatNobodyCouldRead() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var ports = new ArrayList<Map<String, Object>>();
    for (var i = 0; i < 10_000; i++) {
      ports.add(Map.of("name", "p" + i, "port", 1 + i, "targetPort", "none"));
    }
    var service = new HashMap<>(Trees.service("shop", "shop", "http"));
    service.put("spec", Map.of("selector", Map.of("app", "shop"), "ports", ports));

    var decision = decide(cluster, create(service));

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.causes()).hasSize(Decisions.MOST_FINDINGS);
    assertThat(decision.message().lines())
        .hasSize(Decisions.MOST_FINDINGS + 1)
        .last()
        .isEqualTo("and 950 more");
  }

  @Test
  void aWrongLevelOnANamespaceIsDeniedWhenItIsWritten() {
    var wrong = Trees.namespace("prod", Map.of("fairlead.dev/level", "strikt"));

    var created = decide(cluster, create(wrong));
    assertThat(created.allowed()).isFalse();
    assertThat(created.message())
        .isEqualTo(
            "Namespace/prod fairlead.dev/level: Invalid value: \"strikt\": must be one of strict,"
                + " guard, warn, off");

    var relabelled = Trees.namespace("prod", Map.of("fairlead.dev/level", "strikt", "team", "a"));
    assertThat(decide(cluster, update(wrong, relabelled))).isEqualTo(Decision.ALLOWED);
  }

  @Test
  void aNamespaceOfEndlessWrongSwitchesIsDeniedInFewWords() {
    var switches = new HashMap<String, Object>();
    for (var i = 0; i < 2_000; i++) {
      switches.put("check.fairlead.dev/no-check-" + i, "x".repeat(2_000));
    }

    var decision = decide(cluster, create(Trees.namespace("prod", switches)));

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.message()).hasSizeLessThan(20_000).endsWith("\nand 1950 more");
    assertThat(decision.causes()).hasSize(Decisions.MOST_FINDINGS);
  }

  @Test
  void aBadValueIsToldAsFarAsItTakesToFindIt() {
    var switches =
        Map.<String, Object>of("fairlead.dev/level", "\u001b[31m" + "strikt".repeat(100));

    var decision = decide(cluster, create(Trees.namespace("prod", switches)));

    assertThat(decision.message())
        .startsWith("Namespace/prod fairlead.dev/level: Invalid value: \" [31mstriktstrikt")
        .contains("…\": must be one of strict,")
        .hasSizeLessThan(200);
  }

  @Test
  void aLevelThatIsRaisedTellsWhatWouldBeRefused() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    put(Trees.service("shop", "shop", "https"));
    var key = "allow.fairlead.dev/target-port-unresolved";
    put(Trees.with(Trees.service("other", "shop", "x"), "annotations", Map.of(key, "old")));
    var plain = Trees.namespace("default", Map.of("fairlead.dev/level", "warn"));

    for (var level : List.of("guard", "strict")) {
      var raised = Trees.namespace("default", Map.of("fairlead.dev/level", level));

      var decision = decide(cluster, update(plain, raised));

      assertThat(decision.allowed()).isTrue();
      assertThat(decision.warnings()).containsExactly(UNRESOLVED);
      assertThat(decide(cluster, update(raised, plain))).isEqualTo(Decision.ALLOWED);
    }
  }

  @Test
  void aPreviewSaysWhereItStopped() {
    for (var i = 0; i < LevelPreview.MAX_OBJECTS + 1; i++) {
      put(Trees.service("shop-" + i, "shop", 80));
    }
    var view = cluster.known("default");

    var lines =
        new LevelPreview(InstantSource.fixed(NOW))
            .lines(view, Map.of(), Overrides.HONOURED, DEADLINE);
    var late =
        new LevelPreview(InstantSource.fixed(NOW)).lines(view, Map.of(), Overrides.HONOURED, NOW);

    assertThat(lines)
        .startsWith("Fairlead looked at the first 3000 of 3001 objects only")
        .hasSize(3001);
    assertThat(late).containsExactly("Fairlead looked at the first 0 of 3001 objects only");
  }

  @Test
  void containersWithoutReadinessProbeShareOneWarning() {
    put(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Service",
            "metadata",
            Map.of("name", "shop"),
            "spec",
            Map.of(
                "selector", Map.of("app", "shop"),
                "ports",
                    List.of(
                        Map.of("name", "a", "port", 80, "targetPort", "a"),
                        Map.of("name", "b", "port", 81, "targetPort", "b")))));
    var deployment =
        Trees.deployment(
            "shop-web", "shop", List.of(containerNamed("a", 1), containerNamed("b", 2)));

    assertThat(decide(cluster, create(deployment)).warnings())
        .containsExactly(
            "[readiness-probe-missing] Deployment/shop-web"
                + " spec.template.spec.containers[0].readinessProbe: Required value: must be set"
                + " for container \"a\", which gets traffic from Service/shop; also container"
                + " \"b\"");
  }

  @Test
  void everyReferenceOfAContainerHasALineOfItsOwn() {
    put(Trees.service("shop", "shop", "http"));
    var container =
        Map.<String, Object>of(
            "name",
            "web",
            "args",
            List.of("--db=http://orders-db:5432", "--api=http://user-api:80"));

    assertThat(
            decide(cluster, create(Trees.deployment("web", "web", List.of(container)))).warnings())
        .hasSize(2)
        .allSatisfy(warning -> assertThat(warning).startsWith("[service-reference-missing]"))
        .noneSatisfy(warning -> assertThat(warning).contains("also container"));
  }

  @Test
  void anObjectThatNoApiServerWouldSendIsAllowedWithAWarning() {
    var numbers =
        Map.<String, Object>of(
            "apiVersion",
            "v1",
            "kind",
            "Service",
            "metadata",
            Map.of("name", "shop", "labels", Map.of("app", 1)),
            "spec",
            Map.of());

    var decision = decide(cluster, create(numbers));

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.warnings()).singleElement().asString().contains("metadata.labels");
  }

  @Test
  void nullLabelsAreNoLabels() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var metadata = new HashMap<String, Object>();
    metadata.put("name", "shop");
    metadata.put("labels", null);
    var service = new HashMap<>(Trees.service("shop", "shop", "http"));
    service.put("metadata", metadata);

    assertThat(decide(cluster, create(service))).isEqualTo(Decision.ALLOWED);
  }

  @Test
  void theExemptAreNotJudged() {
    put(Trees.deployment("shop-web", "shop", "http", 8080));
    var service = Trees.service("shop", "shop", "https");

    var byUser = request(service, Optional.empty(), "", "argo-rollouts", false);
    assertThat(decide(cluster, byUser)).isEqualTo(Decision.UNJUDGED);
    var byGroup =
        new ReviewRequest(
            "1",
            Operation.CREATE,
            "v1",
            "Service",
            "",
            "default",
            "shop",
            false,
            "",
            "x",
            List.of("breakglass"),
            Optional.of(service),
            Optional.empty());
    assertThat(decide(cluster, byGroup)).isEqualTo(Decision.UNJUDGED);
    var inNamespace =
        new ReviewRequest(
            "1",
            Operation.CREATE,
            "v1",
            "Service",
            "",
            "kube-system",
            "shop",
            false,
            "",
            "x",
            List.of(),
            Optional.of(service),
            Optional.empty());
    assertThat(decide(cluster, inNamespace)).isEqualTo(Decision.UNJUDGED);
  }

  private static Map<String, Object> containerNamed(String name, int port) {
    return Map.of(
        "name", name, "ports", List.of(Map.of("name", name, "containerPort", 8000 + port)));
  }

  private NamespaceSwitches switches(String level) {
    var tree = Trees.namespace("default", Map.of("fairlead.dev/level", level));
    return (NamespaceSwitches) reader.read(tree, "").object().orElseThrow();
  }

  private void put(Map<String, Object> tree) {
    put(cluster, tree);
  }

  private void put(ManifestCluster into, Map<String, Object> tree) {
    into.put(reader.read(tree, "default").object().orElseThrow());
  }

  private Decision decide(ClusterState state, ReviewRequest request) {
    return decide(reviewer(state), request);
  }

  private static Decision decide(Reviewer reviewer, ReviewRequest request) {
    return join(reviewer.review(request, DEADLINE));
  }

  private Reviewer reviewer(ClusterState state) {
    return new Reviewer(reader, state, rules(), InstantSource.fixed(NOW));
  }

  private static Decision join(CompletionStage<Decision> stage) {
    return stage.toCompletableFuture().join();
  }

  private static ReviewSettings rules() {
    return new ReviewSettings(
        Level.GUARD,
        Set.of(Level.values()),
        Set.of("kube-system"),
        Set.of("argo-rollouts"),
        Set.of("breakglass"),
        Duration.ofMinutes(1),
        Set.of("kubectl-*"),
        Duration.ofSeconds(1));
  }

  private static ReviewRequest create(Map<String, Object> tree) {
    return request(tree, Optional.empty(), "kubectl-client-side-apply", "alice", false);
  }

  private static ReviewRequest update(Map<String, Object> before, Map<String, Object> after) {
    return request(after, Optional.of(before), "kubectl-client-side-apply", "alice", false);
  }

  private static ReviewRequest request(
      Map<String, Object> object,
      Optional<Map<String, Object>> oldObject,
      String fieldManager,
      String user,
      boolean dryRun) {
    return new ReviewRequest(
        "b3f2",
        oldObject.isEmpty() ? Operation.CREATE : Operation.UPDATE,
        String.valueOf(object.get("apiVersion")),
        String.valueOf(object.get("kind")),
        "",
        "default",
        String.valueOf(Trees.metadata(object).get("name")),
        dryRun,
        fieldManager,
        user,
        List.of(),
        Optional.of(object),
        oldObject.map(tree -> tree));
  }

  /// A cluster whose live reads answer as the test says, and which has shown no Namespace yet.
  private static final class Doubled implements ClusterState {
    interface LiveRead {
      CompletionStage<ClusterView> answer();
    }

    private final ClusterState known;
    private final List<String> gaps;
    private Optional<String> outage = Optional.empty();
    private final LiveRead live;
    private final List<Duration> times = new ArrayList<>();
    private CompletionStage<Optional<NamespaceSwitches>> namespace =
        CompletableFuture.completedFuture(Optional.empty());

    Doubled(ClusterState known, LiveRead live) {
      this(known, live, List.of());
    }

    Doubled(ClusterState known, LiveRead live, List<String> gaps) {
      this.known = known;
      this.live = live;
      this.gaps = gaps;
    }

    @Override
    public int size(String name) {
      return known.size(name);
    }

    @Override
    public ClusterView known(String name) {
      return gaps.isEmpty()
          ? known.known(name)
          : ClusterView.ofCluster(known.known(name).namespace(name), new Knowledge(gaps));
    }

    @Override
    public Optional<NamespaceSwitches> knownNamespace(String name) {
      return Optional.empty();
    }

    @Override
    public CompletionStage<ClusterView> readNow(String name, Duration atMost) {
      times.add(atMost);
      return live.answer();
    }

    @Override
    public CompletionStage<Optional<NamespaceSwitches>> readNamespaceNow(
        String name, Duration atMost) {
      return namespace;
    }

    @Override
    public Optional<String> outage() {
      return outage;
    }

    @Override
    public List<Freshness> freshness() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
