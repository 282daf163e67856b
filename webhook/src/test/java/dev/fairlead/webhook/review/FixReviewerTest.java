package dev.fairlead.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.fixes.Proposal;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Knowledge;
import dev.fairlead.policies.view.NamespaceView;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.ManifestCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class FixReviewerTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private static final Map<String, Object> BOTH =
      Map.of("fairlead.dev/named-ports", "enabled", "fairlead.dev/default-probes", "enabled");

  private static final FieldPath WEB =
      FieldPath.of("spec", "template", "spec", "containers").index(0);

  private static final List<PatchOperation> FIXED =
      List.of(
          new PatchOperation.Add(
              WEB.field("readinessProbe"),
              Map.of(
                  "tcpSocket", Map.of("port", 8080),
                  "timeoutSeconds", 1,
                  "periodSeconds", 10,
                  "successThreshold", 1,
                  "failureThreshold", 3)),
          new PatchOperation.Add(WEB.field("ports").index(0).field("name"), "tcp-8080"));

  private final ObjectReader reader = new ObjectReader(PodMakers.COMMON);
  private final ManifestCluster cluster = new ManifestCluster(InstantSource.system());

  @Test
  void aNewWorkloadIsPatchedAndToldSo() {
    put(Trees.namespace("default", BOTH));
    put(Trees.service("shop", "shop", 8080));

    var decision = decide(cluster, create(deployment("shop-web:1")));

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.patch()).isEqualTo(FIXED);
    assertThat(decision.warnings())
        .containsExactly(
            "[default-probes] Deployment/shop-web"
                + " spec.template.spec.containers[0].readinessProbe: set to tcpSocket on 8080, to"
                + " which Service/shop sends",
            "[named-ports] Deployment/shop-web spec.template.spec.containers[0].ports[0].name: set"
                + " to \"tcp-8080\", after 8080/TCP");
    assertThat(decision.auditAnnotations())
        .containsExactly(Map.entry("fixed", "default-probes,named-ports"));
  }

  @Test
  void aDryRunIsPatchedAlike() {
    put(Trees.namespace("default", BOTH));
    put(Trees.service("shop", "shop", 8080));

    assertThat(
            decide(cluster, request(Operation.CREATE, deployment("web:1"), Optional.empty(), true)))
        .isEqualTo(decide(cluster, create(deployment("web:1"))));
  }

  @Test
  void nobodyIsPatchedUnasked() {
    put(Trees.service("shop", "shop", 8080));
    for (var labels :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("fairlead.dev/named-ports", "disabled"),
            Map.of("fairlead.dev/named-ports", "yes"),
            Map.of("fairlead.dev/named-ports", "enabled", "fairlead.dev/level", "off"))) {
      put(Trees.namespace("default", labels));

      assertThat(decide(cluster, create(deployment("web:1")))).isEqualTo(Decision.UNJUDGED);
    }
  }

  @Test
  void anObjectCanDoWithoutAFix() {
    put(Trees.namespace("default", BOTH));
    put(Trees.service("shop", "shop", 8080));
    var optedOut =
        Trees.with(
            deployment("web:1"), "annotations", Map.of("fairlead.dev/default-probes", "disabled"));

    assertThat(decide(cluster, create(optedOut)).patch()).containsExactly(FIXED.getLast());
  }

  @Test
  void anUpdateThatLeavesTheTemplateAloneStartsNoRollout() {
    put(Trees.namespace("default", BOTH));
    put(Trees.service("shop", "shop", 8080));
    var labelled = Trees.with(deployment("web:1"), "labels", Map.of("team", "a"));

    assertThat(decide(cluster, update(deployment("web:1"), labelled))).isEqualTo(Decision.UNJUDGED);
    assertThat(decide(cluster, update(deployment("web:1"), deployment("web:2"))).patch())
        .isEqualTo(FIXED);
  }

  @Test
  void otherOperationsAreLetPass() {
    put(Trees.namespace("default", BOTH));
    put(Trees.service("shop", "shop", 8080));
    var deployment = deployment("web:1");

    assertThat(decide(cluster, request(Operation.DELETE, Map.of(), Optional.of(deployment), false)))
        .isEqualTo(Decision.UNJUDGED);
    assertThat(decide(cluster, create(Trees.service("shop", "shop", 8080))))
        .isEqualTo(Decision.ALLOWED);
  }

  @Test
  void theExemptAreLeftAlone() {
    put(Trees.namespace("default", BOTH));
    put(Trees.service("shop", "shop", 8080));

    assertThat(decide(cluster, by("robot", create(deployment("web:1")))))
        .isEqualTo(Decision.UNJUDGED);
  }

  @Test
  void aServiceThatTheWatchHasNotShownIsLookedFor() {
    put(Trees.namespace("default", BOTH));
    var live = new ManifestCluster(InstantSource.system());
    put(live, Trees.service("shop", "shop", 8080));
    var late = new Late(cluster, CompletableFuture.completedFuture(live.known("default")));

    assertThat(decide(late, create(deployment("web:1"))).patch()).isEqualTo(FIXED);
    assertThat(late.reads).hasSize(1);

    assertThat(decide(late, update(deployment("web:1"), deployment("web:2"))).patch()).isEmpty();
    assertThat(late.reads).as("an update is not looked for").hasSize(1);
  }

  @Test
  void whereNobodyKnowsTheServicesNothingIsAdded() {
    put(Trees.namespace("default", BOTH));
    var deaf =
        new Late(cluster, CompletableFuture.failedFuture(new ClusterUnavailable("no answer")));
    deaf.synced = false;

    var decision = decide(deaf, create(deployment("web:1")));

    assertThat(decision.patch()).isEmpty();
    assertThat(decision.warnings())
        .containsExactly(
            "Fairlead does not know the Services yet, so it adds nothing to Deployment/shop-web");
  }

  @Test
  void aNamespaceThatNobodyCanReadWantsNothing() {
    put(Trees.service("shop", "shop", 8080));
    var unseen = new Late(cluster, CompletableFuture.completedFuture(cluster.known("default")));

    unseen.unseen =
        Optional.of(CompletableFuture.failedFuture(new ClusterUnavailable("no answer")));
    assertThat(decide(unseen, create(deployment("web:1")))).isEqualTo(Decision.UNJUDGED);

    unseen.unseen =
        Optional.of(
            CompletableFuture.completedFuture(
                Optional.of(
                    (NamespaceSwitches)
                        reader.read(Trees.namespace("default", BOTH), "").object().orElseThrow())));
    assertThat(decide(unseen, create(deployment("web:1"))).patch()).isEqualTo(FIXED);
  }

  @Test
  void aPatchThatWouldBringAFindingIsNotSent() {
    put(Trees.service("shop", "shop", 8080));
    var probe = WEB.field("readinessProbe");
    var patch = new PatchOperation.Add(probe, Map.of("tcpSocket", Map.of("port", "undeclared")));

    var decision = answer(patch);

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.patch()).isEmpty();
    assertThat(decision.warnings())
        .singleElement()
        .asString()
        .startsWith("Fairlead adds nothing, since it would bring about [probe-port-undeclared]");
  }

  @Test
  void aPatchThatWouldBreakTheObjectIsNotSent() {
    var ports = WEB.field("ports").index(0);

    assertThat(answer(new PatchOperation.Add(ports.field("hostPort"), 99999)).warnings())
        .containsExactly(
            "Fairlead adds nothing, since it would bring about"
                + " spec.template.spec.containers[0].ports[0].hostPort: Invalid value: 99999: must"
                + " be between 1 and 65535");
  }

  private Decision answer(PatchOperation operation) {
    var tree = deployment("web:1");
    var proposal = new Proposal(List.of(operation), List.of());
    return reviewer(cluster)
        .answer(tree, reader.read(tree, "default"), cluster.known("default"), proposal);
  }

  @Test
  void nothingIsSetWhereThereIsNoContainer() {
    put(Trees.namespace("default", Map.of("fairlead.dev/default-probes", "enabled")));
    put(Trees.service("shop", "shop", 8080));

    var decision = decide(cluster, create(Trees.deployment("shop-web", "shop", List.of())));

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.patch()).isEmpty();
    assertThat(decision.warnings())
        .containsExactly(
            "[default-probes] Deployment/shop-web spec.template.spec.containers: nothing is set"
                + " where there is no container");
  }

  @Test
  void whatDoesNotDecodeIsLetPass() {
    put(Trees.namespace("default", BOTH));
    put(Trees.service("shop", "shop", 8080));
    var strange = Trees.deployment("shop-web", "shop", List.of(Map.of("name", 7)));

    var decision = decide(cluster, create(strange));

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.patch()).isEmpty();
    assertThat(decision.warnings())
        .allSatisfy(warning -> assertThat(warning).contains("an object with a mistake"))
        .hasSize(2);
  }

  private static Map<String, Object> deployment(String image) {
    return Trees.deployment(
        "shop-web",
        "shop",
        List.of(
            Map.of(
                "name", "web", "image", image, "ports", List.of(Map.of("containerPort", 8080)))));
  }

  private static ReviewRequest create(Map<String, Object> object) {
    return request(Operation.CREATE, object, Optional.empty(), false);
  }

  private static ReviewRequest update(Map<String, Object> before, Map<String, Object> after) {
    return request(Operation.UPDATE, after, Optional.of(before), false);
  }

  private static ReviewRequest request(
      Operation operation,
      Map<String, Object> object,
      Optional<Map<String, ?>> before,
      boolean dryRun) {
    return new ReviewRequest(
        "1",
        operation,
        String.valueOf(object.get("apiVersion")),
        String.valueOf(object.get("kind")),
        "",
        "default",
        "shop-web",
        dryRun,
        "kubectl",
        "alice",
        List.of(),
        object.isEmpty() ? Optional.empty() : Optional.of(object),
        before);
  }

  private static ReviewRequest by(String user, ReviewRequest request) {
    return new ReviewRequest(
        request.uid(),
        request.operation(),
        request.apiVersion(),
        request.kind(),
        "",
        request.namespace(),
        request.name(),
        false,
        "",
        user,
        List.of(),
        request.object(),
        request.oldObject());
  }

  private Decision decide(ClusterState state, ReviewRequest request) {
    return reviewer(state).review(request, NOW.plusSeconds(10)).toCompletableFuture().join();
  }

  private FixReviewer reviewer(ClusterState state) {
    var rules =
        new ReviewSettings(
            Level.GUARD,
            Set.of(),
            Set.of("kube-system"),
            Set.of("robot"),
            Set.of(),
            Duration.ofMinutes(1),
            Set.of(),
            Duration.ofSeconds(1));
    return new FixReviewer(reader, state, rules, InstantSource.fixed(NOW));
  }

  private void put(Map<String, Object> tree) {
    put(cluster, tree);
  }

  private void put(ManifestCluster state, Map<String, Object> tree) {
    state.put(reader.read(tree, "default").object().orElseThrow());
  }

  /// A cluster whose watch lags behind what a live read finds.
  private static final class Late implements ClusterState {
    private final ManifestCluster known;
    private final CompletionStage<ClusterView> live;
    private final List<Duration> reads = new ArrayList<>();
    private boolean synced = true;
    private Optional<CompletionStage<Optional<NamespaceSwitches>>> unseen = Optional.empty();

    Late(ManifestCluster known, CompletionStage<ClusterView> live) {
      this.known = known;
      this.live = live;
    }

    @Override
    public int size(String namespace) {
      return known.size(namespace);
    }

    @Override
    public ClusterView known(String namespace) {
      return synced
          ? known.known(namespace)
          : ClusterView.ofCluster(
              NamespaceView.builder(namespace).build(), new Knowledge(List.of("Services")));
    }

    @Override
    public Optional<NamespaceSwitches> knownNamespace(String name) {
      return unseen.isPresent() ? Optional.empty() : known.knownNamespace(name);
    }

    @Override
    public CompletionStage<ClusterView> readNow(String namespace, Duration atMost) {
      reads.add(atMost);
      return live;
    }

    @Override
    public CompletionStage<Optional<NamespaceSwitches>> readNamespaceNow(
        String name, Duration atMost) {
      return unseen.orElseThrow();
    }

    @Override
    public Optional<String> outage() {
      return Optional.empty();
    }

    @Override
    public List<Freshness> freshness() {
      var state = synced ? Freshness.State.KNOWN : Freshness.State.UNKNOWN;
      return List.of(new Freshness("services", state, "", Optional.empty(), 0, List.of()));
    }

    @Override
    public void close() {}
  }
}
