package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong in clusters. In none of it is a good change denied, is a bad one let pass
/// without a word while the webhook answers, or does the webhook fall over.
@OnCluster
final class FaultsIT {
  private static final Duration TO_RECOVER = Duration.ofSeconds(60);

  /// When the API server lets a change pass that nobody has answered for, under `Ignore`.
  private static final Duration GIVEN_UP = Duration.ofSeconds(5);

  private static final String UNCONFIRMED = "Fairlead could not ask the cluster to confirm this";
  private static final String UNSURE = "Fairlead cannot tell all about this change";

  /// What was watched counts for two seconds after a watch broke, and custom kinds are asked for
  /// every second, so that nobody has to wait.
  private static final Map<String, String> IMPATIENT =
      Map.of("FAIRLEAD_STALE_AFTER", "2s", "FAIRLEAD_CUSTOM_KINDS_REFRESH", "1s");

  private final Cluster cluster;
  private Optional<Cable> cable = Optional.empty();
  private Optional<Webhook> webhook = Optional.empty();

  FaultsIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void layACable() {
    Assumptions.assumeTrue(
        cluster.stoppable().isPresent(), "the API server of this cluster cannot be stopped");
    cable = cluster.stoppable().map(Cable::new);
  }

  @AfterEach
  void clearAway() {
    cluster
        .admin()
        .kubectl(
            "delete", "crd", "--ignore-not-found", "widgets.example.com", "rollouts.argoproj.io")
        .successful();
    webhook.ifPresent(Webhook::close);
    cable.ifPresent(Cable::close);
  }

  private Webhook start(String failurePolicy, String... missing) {
    var setup = new Webhook.Setup(failurePolicy, cable, IMPATIENT, List.of(missing));
    var started = Webhook.start(cluster, setup);
    webhook = Optional.of(started);
    return started;
  }

  private Sandbox sandbox() {
    return Sandbox.create(cluster, Level.GUARD);
  }

  @Test
  void theApiServerIsStoppedAndStartedUnderLoad() {
    var started = start("Fail");
    var api = Api.of(cluster);
    try (var load = new Deployer(api, sandbox().namespace()).start()) {
      load.awaitRounds(5);
      cluster.stopApiServer();
      awaitReadyz(started, "watch broken");
      cluster.startApiServer();
      load.awaitRounds(10);
    }
    started.mustBeAlive();
    assertHonest(load(api, started), 0);
  }

  /// A further load, once everything is as it was: it is denied what it must be.
  private Deployer load(Api api, Webhook started) {
    var load = new Deployer(api, sandbox().namespace());
    Await.until(
        "denials",
        TO_RECOVER,
        () -> {
          load.round();
          var last = load.sent().getLast();
          return last.reply().isDenial() ? Optional.empty() : Optional.of(last.toString());
        });
    assertThat(started.managed("readyz")).hasValue("ok");
    return load;
  }

  private static void assertHonest(Deployer load, long answering) {
    for (var sent : load.sent()) {
      var asked = sent.begun() >= answering && sent.took().compareTo(GIVEN_UP) < 0;
      assertThat(asked && sent.isSilent())
          .as("a verdict missing without a word: %s", sent)
          .isFalse();
      if (!sent.what().equals(Deployer.WRONG)) {
        assertThat(sent.reply().isDenial()).as("a wrong denial: %s", sent).isFalse();
      }
    }
  }

  @Test
  void aWatchThatIsForbiddenIsNamedAndDeniesNothing() {
    var started = start("Fail", "deployments");
    awaitAllButDeployments(started);
    var api = Api.of(cluster);
    var load = new Deployer(api, sandbox().namespace());

    load.round();

    assertHonest(load, 0);
    assertThat(load.sent().getLast().reply().warnings())
        .anySatisfy(w -> assertThat(w).contains(UNSURE).contains("deployments are not known yet"));
    assertThat(started.managed("readyz?verbose").orElseThrow())
        .contains("[-]deployments failed: not synced yet: deployments.apps is forbidden")
        .contains("cannot list resource \"deployments\" in API group \"apps\"")
        .endsWith("readyz check failed");
    assertThat(started.log())
        .contains(
            "cannot watch; trying again resource=\"deployments\" reason=\"deployments.apps is"
                + " forbidden");
    assertThat(started.metric("fairlead_watch_known", "resource=\"deployments\"")).isZero();
    assertThat(started.metric("fairlead_reviews_unsure_total", "")).isPositive();

    started.grantEverything();

    started.awaitReady();
    assertHonest(load(api, started), 0);
    assertThat(started.metric("fairlead_watch_known", "resource=\"deployments\"")).isOne();
  }

  @Test
  void aListThatIsForbiddenIsNamed() {
    var started = start("Fail", "list deployments");

    awaitReadyz(started, "[-]deployments failed: not synced yet: deployments.apps is forbidden");
    assertNamed(started, "list");
  }

  /// What came after the list is not seen.
  @Test
  void aWatchThatIsForbiddenThoughItsListIsNotIsNamed() {
    var started = start("Fail", "watch deployments");

    awaitReadyz(
        started,
        "[+]deployments ok: watch broken: denies nothing that depends on it: deployments.apps is"
            + " forbidden");
    assertNamed(started, "watch");
    awaitAllButDeployments(started);
    var api = Api.of(cluster);
    var load = new Deployer(api, sandbox().namespace());
    load.round();
    assertHonest(load, 0);
    assertThat(load.sent().getLast().reply().warnings())
        .anySatisfy(w -> assertThat(w).contains(UNSURE).contains("deployments cannot be watched"));

    started.grantEverything();

    assertHonest(load(api, started), 0);
  }

  private static void assertNamed(Webhook webhook, String verb) {
    var words = "cannot %s resource \"deployments\" in API group \"apps\"".formatted(verb);
    awaitReadyz(webhook, "[+]services ok");
    awaitReadyz(webhook, "[+]replicasets ok");
    awaitReadyz(webhook, words);
    assertThat(webhook.log())
        .contains(
            "cannot watch; trying again resource=\"deployments\" reason=\"deployments.apps is")
        .contains(verb + " resource \"deployments\"");
  }

  @Test
  void aSlowApiServerConfirmsNothingSoNothingIsDenied() {
    var started = start("Fail");
    var api = Api.of(cluster);
    var load = new Deployer(api, sandbox().namespace());
    load.round();
    assertThat(load.sent().getLast().reply().isDenial()).isTrue();

    cable.orElseThrow().delay(Duration.ofSeconds(2));
    var app = "slow";
    var namespace = sandbox().namespace();
    assertThat(api.create(namespace, Deployer.deployment(app)).isStored()).isTrue();
    var seen = "a Service that nobody can confirm";
    Await.until(
        seen,
        TO_RECOVER,
        () -> {
          var reply = api.create(namespace, Deployer.service(app, app, "htpp"));
          assertThat(reply.isStored()).as("%s", reply).isTrue();
          var words = String.join(" ", reply.warnings());
          api.delete("/api/v1/namespaces/%s/services/%s".formatted(namespace, app));
          return missingFrom(words, UNCONFIRMED);
        });
    assertThat(started.metric("fairlead_confirmations_total", "unavailable")).isPositive();

    cable.orElseThrow().delay(Duration.ZERO);
    assertHonest(load(api, started), 0);
    assertThat(started.metric("fairlead_confirmations_total", "upheld")).isPositive();
  }

  @Test
  void afterACompactionEverythingIsListedAnew() {
    var started = start("Fail");
    var api = Api.of(cluster);
    var namespace = sandbox().namespace();
    assertThat(api.create(namespace, Deployer.deployment("leaves")).isStored()).isTrue();
    assertThat(api.create(namespace, Deployer.service("leaves", "leaves", "http")).isStored())
        .isTrue();
    var lists = started.metric("fairlead_watch_lists", "\"deployments\"");

    cable.orElseThrow().cut();
    var path = "/apis/apps/v1/namespaces/%s/deployments/leaves".formatted(namespace);
    assertThat(api.delete(path).isStored()).isTrue();
    assertThat(api.create(namespace, Deployer.deployment("comes")).code()).isIn(201, 500);
    cluster.compact();
    cluster.stopApiServer();
    cluster.startApiServer();
    cable.orElseThrow().mend();

    Await.until(
        "a list of deployments",
        TO_RECOVER,
        () ->
            started.metric("fairlead_watch_lists", "\"deployments\"") > lists
                ? Optional.empty()
                : Optional.of("none"));
    var load = load(api, started);
    assertHonest(load, 0);
    // Of what was deleted meanwhile nothing is known any more: the Service has nobody to be wrong
    // for.
    var gone = api.create(namespace, Deployer.service("gone", "leaves", "htpp"));
    assertThat(gone.isStored()).as("%s", gone).isTrue();
  }

  @Test
  void aCustomKindComesAndGoes() {
    var started = start("Fail");
    var client = cluster.admin();
    var api = Api.of(cluster);
    var sandbox = sandbox();
    var namespace = sandbox.namespace();
    assertThat(api.create(namespace, Deployer.deployment("backend")).isStored()).isTrue();
    awaitNearMiss(api, namespace, "");

    var kind = sandbox.write("kind.yaml", Manifests.parse(crd("example.com", "widgets", "Widget")));
    client.kubectl("apply", "-f", kind.toString()).successful();
    client.kubectl("wait", "crd/widgets.example.com", "--for=condition=Established").successful();
    awaitNearMiss(api, namespace, "widgets.example.com cannot be read");
    awaitReadyz(
        started,
        "[+]widgets.example.com ok: cannot be read: denies nothing that depends on absence: ");
    assertThat(started.managed("readyz").orElseThrow()).isEqualTo("ok");
    assertThat(started.metric("fairlead_watch_known", "widgets.example.com")).isZero();

    client.kubectl("delete", "crd", "widgets.example.com").successful();
    awaitNearMiss(api, namespace, "");
    Await.until(
        "the kind to be forgotten",
        TO_RECOVER,
        () -> started.managed("readyz?verbose").filter(lines -> lines.contains("widgets")));
  }

  /// Waits until every other kind is known: a warning names only the first that is not.
  private static void awaitAllButDeployments(Webhook webhook) {
    Await.until(
        "all kinds but deployments",
        TO_RECOVER,
        () ->
            webhook
                .managed("readyz?verbose")
                .orElse("[-]no answer")
                .lines()
                .filter(line -> line.startsWith("[-]") && !line.startsWith("[-]deployments"))
                .findFirst());
  }

  private static void awaitReadyz(Webhook webhook, String line) {
    Await.until(
        line, TO_RECOVER, () -> missingFrom(webhook.managed("readyz?verbose").orElse(""), line));
  }

  @Test
  void aCustomKindThatMayBeReadCountsWhereItIs() {
    start("Fail");
    var client = cluster.admin();
    var api = Api.of(cluster);
    var sandbox = sandbox();
    var namespace = sandbox.namespace();
    var kind =
        sandbox.write("kind.yaml", Manifests.parse(crd("argoproj.io", "rollouts", "Rollout")));
    client.kubectl("apply", "-f", kind.toString()).successful();
    client.kubectl("wait", "crd/rollouts.argoproj.io", "--for=condition=Established").successful();
    assertThat(api.create(namespace, Deployer.deployment("backend")).isStored()).isTrue();
    awaitNearMiss(api, namespace, "");

    var rollout =
        sandbox.write(
            "rollout.yaml",
            Manifests.parse(
                Deployer.deployment("backnd")
                    .replace("\"Deployment\"", "\"Rollout\"")
                    .replace("apps/v1", "argoproj.io/v1")));
    sandbox.kubectl("apply", "-f", rollout.toString()).successful();
    var found = api.create(namespace, Deployer.service("backnd", "backnd", "http"));
    assertThat(found.isStored()).as("%s", found).isTrue();
    assertThat(found.warnings()).isEmpty();
    var wrong = api.create(namespace, Deployer.service("wrong", "backnd", "rest-apy"));
    assertThat(wrong.isDenial()).as("%s", wrong).isTrue();
    assertThat(wrong.body()).contains("Rollout/backnd");

    client.kubectl("delete", "crd", "rollouts.argoproj.io").successful();
    assertThat(api.delete("/api/v1/namespaces/%s/services/backnd".formatted(namespace)).isStored())
        .isTrue();
    awaitNearMiss(api, namespace, "");
  }

  private static String crd(String group, String plural, String kind) {
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: %2$s.%1$s}
    spec:
      group: %1$s
      scope: Namespaced
      names: {plural: %2$s, singular: %4$s, kind: %3$s, listKind: %3$sList}
      versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
    """
        .formatted(group, plural, kind, kind.toLowerCase(java.util.Locale.ROOT));
  }

  /// Creates a Service that misses `backend` by a letter, again and again, until it is denied, or,
  /// where something is expected to be in the way, until it is told of that. It is never let pass
  /// without a word.
  private static void awaitNearMiss(Api api, String namespace, String inTheWay) {
    Await.until(
        inTheWay.isEmpty() ? "a denial" : "a warning: " + inTheWay,
        TO_RECOVER,
        () -> {
          // What is deleted and created again under one name would be judged by what it was.
          var name = "near-" + Long.toString(System.nanoTime(), 36);
          var reply = api.create(namespace, Deployer.service(name, "backnd", "http"));
          if (reply.isStored()) {
            assertThat(reply.warnings()).as("%s", reply).isNotEmpty();
            api.delete("/api/v1/namespaces/%s/services/%s".formatted(namespace, name));
          }
          return inTheWay.isEmpty()
              ? Optional.of(reply.toString()).filter(_ -> !reply.isDenial())
              : missingFrom(String.join(" ", reply.warnings()), inTheWay);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ignore", "Fail"})
  void aColdStartUnderLoad(String failurePolicy) {
    var started = start(failurePolicy);
    var api = Api.of(cluster);
    var namespace = sandbox().namespace();
    started.stopProcess();
    long answering;
    Deployer under;
    try (var load = new Deployer(api, namespace).start()) {
      under = load;
      load.awaitRounds(3);
      started.startProcess();
      started.awaitListening();
      answering = System.nanoTime();
      started.awaitReady();
      load.awaitRounds(5);
    }
    started.mustBeAlive();
    assertHonest(under, answering);
    assertHonest(load(api, started), answering);
  }

  private static Optional<String> missingFrom(String text, String wanted) {
    return text.contains(wanted)
        ? Optional.empty()
        : Optional.of("no \"%s\" in: %s".formatted(wanted, text));
  }
}
