package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/// `plan` on the changes C1 to C13 of the scenarios, each from a healthy base, and on wrong use.
final class PlanTest {
  private static final String BACKEND = deployment("backend", "app: backend", "http", 8080);
  private static final String SERVICE = service("backend", "app: backend", "http");
  private static final String BASE = BACKEND + SERVICE;

  @TempDir private Path folder;
  private Path before;
  private Path after;

  @BeforeEach
  void nameTheFiles() {
    before = folder.resolve("before.yaml");
    after = folder.resolve("after.yaml");
  }

  private static String deployment(String name, String labels, String port, int number) {
    return deployment(
        name, labels, "{ name: %s, containerPort: %d }".formatted(port, number), "replicas: 3", "");
  }

  private static String deployment(
      String name, String labels, String ports, String spec, String annotations) {
    return """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: %1$s, annotations: { %5$s } }
    spec:
      %4$s
      selector: { matchLabels: { instance: %1$s } }
      template:
        metadata: { labels: { instance: %1$s, %2$s } }
        spec:
          containers:
            - name: web
              image: web:1
              ports: [%3$s]
              readinessProbe: { exec: { command: [ready] } }
    """
        .formatted(name, labels, ports, spec, annotations);
  }

  private static String service(String name, String selector, String targetPort) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: { name: %s }
    spec: { selector: { %s }, ports: [{ name: main, port: 80, targetPort: %s }] }
    """
        .formatted(name, selector, targetPort);
  }

  private static String namespace(String switches) {
    return """
    ---
    apiVersion: v1
    kind: Namespace
    metadata: { name: default, %s }
    """
        .formatted(switches);
  }

  private Run plan(String client, String from, String to, String... more) throws IOException {
    Files.writeString(before, from);
    Files.writeString(after, to);
    var args = new ArrayList<>(List.of("plan", before.toString(), after.toString()));
    args.addAll(List.of("--order", client));
    args.addAll(List.of(more));
    return Run.of(args);
  }

  private Told json(String client, String from, String to) throws IOException {
    var run = plan(client, from, to, "--format", "json");
    assertThat(run.err()).isEmpty();
    return new Told(run.exitCode(), new Yaml().load(run.out()));
  }

  /// What `--format json` says.
  private record Told(int exitCode, Map<String, Object> json) {
    @SuppressWarnings("unchecked") // the contract of the format
    List<Map<String, Object>> list(Map<String, Object> of, String key) {
      return (List<Map<String, Object>>) of.getOrDefault(key, List.of());
    }

    @SuppressWarnings("unchecked") // the contract of the format
    Map<String, Object> map(Map<String, Object> of, String key) {
      return (Map<String, Object>) of.getOrDefault(key, Map.of());
    }

    /// `update Service/backend`
    List<String> steps() {
      return list(json, "steps").stream()
          .map(
              step ->
                  "%s %s/%s"
                      .formatted(
                          step.get("operation"),
                          map(step, "object").get("kind"),
                          map(step, "object").get("name")))
          .toList();
    }

    /// What is said of each step at warn, guard and strict: `warned refused refused`.
    List<String> answers() {
      return list(json, "steps").stream()
          .map(
              step ->
                  Stream.of("warn", "guard", "strict")
                      .map(level -> map(map(step, "admission"), level).get("answer"))
                      .map(String::valueOf)
                      .collect(Collectors.joining(" ")))
          .toList();
    }

    /// What is said of a step at guard.
    List<String> messages(int step) {
      var guard = map(map(list(json, "steps").get(step - 1), "admission"), "guard");
      return Stream.of(guard.getOrDefault("messages", List.of()))
          .flatMap(messages -> ((List<?>) messages).stream())
          .map(String::valueOf)
          .toList();
    }

    /// `backend 80 lost 1-null`
    List<String> ports() {
      return list(json, "ports").stream()
          .map(
              port ->
                  "%s %s %s%s"
                      .formatted(
                          map(port, "service").get("name"),
                          port.get("port"),
                          port.get("result"),
                          Stream.concat(list(port, "losses").stream(), list(port, "waits").stream())
                              .map(gap -> " %s-%s".formatted(gap.get("from"), gap.get("to")))
                              .collect(Collectors.joining())))
          .toList();
    }

    /// The kinds of alternatives.
    List<String> alternatives() {
      return list(json, "advice").stream()
          .flatMap(advice -> list(advice, "alternatives").stream())
          .map(way -> String.valueOf(way.get("kind")))
          .toList();
    }

    /// What to do, a line for each thing.
    List<String> parts(String kind) {
      return list(json, "advice").stream()
          .flatMap(advice -> list(advice, "alternatives").stream())
          .filter(way -> kind.equals(way.get("kind")))
          .flatMap(way -> list(way, "parts").stream())
          .map(part -> String.valueOf(part.get("text")))
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux", "kubectl"})
  void c1SelectorChangedToWhatNothingCarries(String client) throws IOException {
    var told = json(client, BASE, BACKEND + service("backend", "app: other", "http"));
    assertThat(told.steps()).containsExactly("update Service/backend");
    assertThat(told.answers()).containsExactly("warned refused refused");
    assertThat(told.messages(1)).last().asString().contains("[selector-unmatched]");
    assertThat(told.ports()).containsExactly("backend 80 lost 1-null");
    assertThat(told.alternatives()).containsExactly("mend", "override");
    assertThat(told.parts("override"))
        .containsExactly("allow.fairlead.dev/selector-unmatched: <reason>");
    assertThat(told.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux", "kubectl"})
  void c2SelectedLabelDropped(String client) throws IOException {
    var told = json(client, BASE, deployment("backend", "tier: x", "http", 8080) + SERVICE);
    assertThat(told.steps()).containsExactly("update Deployment/backend");
    assertThat(told.answers()).containsExactly("warned refused refused");
    assertThat(told.ports()).containsExactly("backend 80 lost 1-null");
    assertThat(told.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux", "kubectl"})
  void c3PortRenamed(String client) throws IOException {
    var told = json(client, BASE, deployment("backend", "app: backend", "web", 8080) + SERVICE);
    assertThat(told.answers()).containsExactly("warned refused refused");
    assertThat(told.messages(1)).last().asString().contains("[target-port-unresolved]");
    assertThat(told.ports()).containsExactly("backend 80 lost 1-null");
    assertThat(told.exitCode()).isEqualTo(1);
  }

  @Test
  void c3PortRenamedForAReasonIsLetThroughAndStillALoss() throws IOException {
    var renamed =
        deployment(
            "backend",
            "app: backend",
            "{ name: web, containerPort: 8080 }",
            "replicas: 3",
            "allow.fairlead.dev/target-port-unresolved: 'moves to web'");
    var told = json("helm", BASE, renamed + SERVICE);
    assertThat(told.answers()).containsExactly("silent silent silent");
    assertThat(told.messages(1))
        .singleElement()
        .asString()
        .startsWith("let through because \"moves to web\": [target-port-unresolved]");
    assertThat(told.ports()).containsExactly("backend 80 lost 1-null");
    assertThat(told.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux", "kubectl"})
  void c4ExpandAndContract(String client) throws IOException {
    var both =
        deployment(
            "backend",
            "app: backend",
            "{ name: http, containerPort: 8080 }, { name: web, containerPort: 8081 }",
            "replicas: 3",
            "");
    var switched = service("backend", "app: backend", "web");
    var states =
        List.of(
            BASE,
            both + SERVICE,
            both + switched,
            deployment("backend", "app: backend", "web", 8081) + switched);
    for (var at = 1; at < states.size(); at++) {
      var told = json(client, states.get(at - 1), states.get(at));
      assertThat(told.answers()).containsExactly("silent silent silent");
      assertThat(told.ports()).containsExactly("backend 80 kept");
      assertThat(told.exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux"})
  void c5MetricsServiceBeforeItsPort(String client) throws IOException {
    var told = json(client, BASE, withMetrics());
    assertThat(told.steps())
        .containsExactly("create Service/app-metrics", "update Deployment/backend");
    assertThat(told.answers().getFirst()).startsWith("warned warned");
    assertThat(told.answers().getLast()).isEqualTo("silent silent silent");
    assertThat(told.ports())
        .containsExactlyInAnyOrder("backend 80 kept", "app-metrics 80 comes 1-2");
    assertThat(told.exitCode()).isZero();
  }

  @Test
  void c5MetricsServiceFirstByAPerson() throws IOException {
    var told = json("kubectl", BASE, service("app-metrics", "app: backend", "metrics") + BASE);
    assertThat(told.answers()).containsExactly("warned warned warned");
    assertThat(told.ports()).contains("app-metrics 80 waits 1-null");
    assertThat(told.exitCode()).isZero();
  }

  private static String withMetrics() {
    return deployment(
            "backend",
            "app: backend",
            "{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9090 }",
            "replicas: 3",
            "")
        + SERVICE
        + service("app-metrics", "app: backend", "metrics");
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux", "kubectl"})
  void c6ImageBumpWhereItWasBrokenBefore(String client) throws IOException {
    var broken = BACKEND + service("backend", "app: other", "http");
    var told = json(client, broken, broken.replace("web:1", "web:2"));
    assertThat(told.steps()).containsExactly("update Deployment/backend");
    assertThat(told.answers()).allSatisfy(answers -> assertThat(answers).doesNotContain("refused"));
    assertThat(told.ports()).containsExactly("backend 80 standing 0-null");
    assertThat(told.exitCode()).isZero();
  }

  private static final String BLUE = deployment("blue", "app: shop, track: blue", "http", 8080);
  private static final String GREEN = deployment("green", "app: shop, track: green", "http", 8080);
  private static final String TO_BLUE = service("shop", "app: shop, track: blue", "http");
  private static final String TO_GREEN = service("shop", "app: shop, track: green", "http");

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux", "kubectl"})
  void c7BlueToGreen(String client) throws IOException {
    var told = json(client, BLUE + GREEN + TO_BLUE, BLUE + GREEN + TO_GREEN);
    assertThat(told.answers()).containsExactly("silent silent silent");
    assertThat(told.ports()).containsExactly("shop 80 kept");
    assertThat(told.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux", "kubectl"})
  void c8BlueToGreenWithoutGreen(String client) throws IOException {
    var told = json(client, BLUE + TO_BLUE, BLUE + TO_GREEN);
    assertThat(told.answers()).containsExactly("warned refused refused");
    assertThat(told.ports()).containsExactly("shop 80 lost 1-null");
    assertThat(told.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux", "kubectl"})
  void c9CanaryWithoutTheNamedPort(String client) throws IOException {
    var canary = deployment("canary", "app: backend", "other", 8082);
    var told = json(client, BASE, BASE + canary);
    assertThat(told.answers()).containsExactly("warned warned warned");
    assertThat(told.ports()).containsExactly("backend 80 kept");
    assertThat(told.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicas: 0", "paused: true"})
  void c10ScaledToZeroOrPaused(String spec) throws IOException {
    var ports = "{ name: http, containerPort: 8080 }";
    var told = json("helm", BASE, deployment("backend", "app: backend", ports, spec, "") + SERVICE);
    assertThat(told.answers()).containsExactly("silent silent silent");
    assertThat(told.exitCode()).isZero();
  }

  @Test
  void c10PodsOfAPausedDeploymentStayAsTheyWere() throws IOException {
    var paused =
        deployment(
            "backend", "app: backend", "{ name: web, containerPort: 8080 }", "paused: true", "");
    var told = json("helm", BASE, paused + SERVICE);
    assertThat(told.ports()).containsExactly("backend 80 kept");
    assertThat(told.exitCode()).isZero();
  }

  private static final String OTHER =
      "---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n";

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux"})
  void c11UninstallIsNeverBlocked(String client) throws IOException {
    var told = json(client, BASE + OTHER, OTHER);
    assertThat(told.steps())
        .containsExactlyInAnyOrder("delete Service/backend", "delete Deployment/backend");
    assertThat(told.answers()).allSatisfy(answers -> assertThat(answers).doesNotContain("refused"));
    assertThat(told.ports()).containsExactly("backend 80 removed");
    assertThat(told.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux"})
  void c11DeletionOfTheDeploymentOnlyIsWarnedAboutAndALoss(String client) throws IOException {
    var told = json(client, BASE, SERVICE);
    assertThat(told.steps()).containsExactly("delete Deployment/backend");
    assertThat(told.answers()).containsExactly("warned warned warned");
    assertThat(told.ports()).containsExactly("backend 80 lost 1-null");
    assertThat(told.exitCode()).isEqualTo(1);
  }

  @Test
  void c11KubectlApplyDeletesNothing() throws IOException {
    var told = json("kubectl", BASE, SERVICE);
    assertThat(told.steps()).isEmpty();
    assertThat(told.exitCode()).isZero();
  }

  @Test
  void c12RolloutsAddsItsHash() throws IOException {
    var hashed = service("backend", "app: backend, rollouts-pod-template-hash: abc", "http");
    var told = json("kubectl", BASE, BACKEND + hashed);
    assertThat(told.answers()).containsExactly("silent silent silent");
    assertThat(told.ports()).containsExactly("backend 80 kept");
    assertThat(told.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux", "kubectl"})
  void c13RollBackOfWhatWasBroken(String client) throws IOException {
    var states =
        List.of(
            BACKEND + service("backend", "app: other", "http"),
            deployment("backend", "tier: x", "http", 8080) + SERVICE,
            deployment("backend", "app: backend", "web", 8080) + SERVICE);
    for (var state : states) {
      var told = json(client, state, BASE);
      assertThat(told.answers()).containsExactly("silent silent silent");
      assertThat(told.ports()).containsExactly("backend 80 mended 0-1");
      assertThat(told.exitCode()).isZero();
    }
  }

  @Test
  void c13RollBackOfARenameIsAdmittedWhereTheEarlierReplicaSetIsThere() throws IOException {
    var renamed = deployment("backend", "app: backend", "web", 8080);
    var earlier =
        """
        ---
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: backend-1
          ownerReferences:
            - { apiVersion: apps/v1, kind: Deployment, name: backend, uid: a, controller: true }
        spec:
          selector: { matchLabels: { instance: backend, pod-template-hash: a1 } }
          template:
            metadata: { labels: { instance: backend, app: backend, pod-template-hash: a1 } }
            spec:
              containers:
                - name: web
                  image: web:1
                  ports: [{ name: http, containerPort: 8080 }]
                  readinessProbe: { exec: { command: [ready] } }
        """;
    var told = json("helm", renamed + service("backend", "app: backend", "web") + earlier, BASE);
    assertThat(told.steps()).containsExactly("update Service/backend", "update Deployment/backend");
    assertThat(told.answers().getFirst()).isEqualTo("warned warned refused");
    assertThat(told.ports()).containsExactly("backend 80 interrupted 1-2");
    assertThat(told.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "flux"})
  void blueGreenAtOnceTakesTwoReleases(String client) throws IOException {
    var told = json(client, BLUE + TO_BLUE, GREEN + TO_GREEN);
    assertThat(told.steps())
        .containsExactly(
            "update Service/shop", "create Deployment/green", "delete Deployment/blue");
    assertThat(told.ports()).containsExactly("shop 80 interrupted 1-2");
    assertThat(told.alternatives()).containsExactly("order", "override");
    assertThat(told.parts("order"))
        .containsExactly(
            "all but the change of Service/shop; delete nothing yet",
            "update Service/shop -n default, then delete Deployment/blue -n default");
  }

  /// Argo CD deletes first within a wave.
  @Test
  void blueGreenAtOnceByArgoCdTakesAWaveAndPruneLast() throws IOException {
    var told = json("argocd", BLUE + TO_BLUE, GREEN + TO_GREEN);
    assertThat(told.steps())
        .containsExactly(
            "delete Deployment/blue", "update Service/shop", "create Deployment/green");
    assertThat(told.ports()).containsExactly("shop 80 interrupted 1-3");
    assertThat(told.parts("order"))
        .containsExactly("annotate Service/shop", "set the sync option PruneLast=true");
  }

  @Test
  void aWaveOfItsOwnAndPruneLastAvoidTheLoss() throws IOException {
    var late =
        TO_GREEN.replace(
            "name: shop", "name: shop, annotations: { argocd.argoproj.io/sync-wave: '1' }");
    var blueLast =
        BLUE.replace(
            "annotations: {  }",
            "annotations: { argocd.argoproj.io/sync-options: PruneLast=true }");
    var told = json("argocd", blueLast + TO_BLUE, GREEN + late);
    assertThat(told.steps())
        .containsExactly(
            "create Deployment/green", "update Service/shop", "delete Deployment/blue");
    assertThat(told.ports()).containsExactly("shop 80 kept");
    assertThat(told.exitCode()).isZero();
  }

  @Test
  void kubectlTakesTheOrderOfTheFile() throws IOException {
    var good = json("kubectl", BLUE + TO_BLUE, GREEN + TO_GREEN);
    assertThat(good.exitCode()).isZero();
    var bad = json("kubectl", BLUE + TO_BLUE, TO_GREEN + GREEN);
    assertThat(bad.ports()).containsExactly("shop 80 interrupted 1-2");
    assertThat(bad.parts("order"))
        .containsExactly("create Deployment/green -n default", "update Service/shop -n default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux", "kubectl"})
  void aPortRenamedOnBothSidesGoesByItsNumber(String client) throws IOException {
    var told =
        json(
            client,
            BASE,
            deployment("backend", "app: backend", "web", 8080)
                + service("backend", "app: backend", "web"));
    assertThat(told.ports()).containsExactly("backend 80 interrupted 1-2");
    assertThat(told.alternatives()).containsExactly("expand-and-contract", "override");
    assertThat(told.parts("expand-and-contract"))
        .containsExactly(
            "let Service/backend name the port by its number, which stays",
            "rename the port in Deployment/backend",
            "let Service/backend name the port by its new name");
  }

  @Test
  void aPortOfAnotherNumberStandsBesideTheOld() throws IOException {
    var to =
        deployment("backend", "app: backend", "web", 8081)
            + service("backend", "app: backend", "web");
    var run = plan("helm", BASE, to);
    assertThat(run.out())
        .contains("1. let Deployment/backend listen on the old port and the new, and declare both")
        .contains("containerPort: 8081")
        .contains("- name: http")
        .contains("2. switch the target port of Service/backend")
        .contains("3. take the old port away from Deployment/backend")
        .endsWith("2 steps: 1 Service loses its wiring; guard refuses 1 step\n");
  }

  @Test
  void aLabelRenamedOnBothSidesIsCarriedBesideTheOld() throws IOException {
    var told =
        json(
            "helm",
            BASE,
            deployment("backend", "name: backend", "http", 8080)
                + service("backend", "name: backend", "http"));
    assertThat(told.ports()).containsExactly("backend 80 interrupted 1-2");
    assertThat(told.parts("expand-and-contract"))
        .containsExactly(
            "let the Pods of Deployment/backend carry the old labels and the new",
            "switch the selector of Service/backend",
            "take the old labels away from Deployment/backend");
  }

  @Test
  void aLabelOfAnotherValueIsChangedWhileTheServiceSelectsByWhatStays() throws IOException {
    var told =
        json(
            "helm",
            BASE,
            deployment("backend", "app: store", "http", 8080)
                + service("backend", "app: store", "http"));
    assertThat(told.ports()).containsExactly("backend 80 interrupted 1-2");
    assertThat(told.parts("expand-and-contract"))
        .containsExactly(
            "let Service/backend select by the labels that its Pods keep",
            "change the labels of Deployment/backend",
            "let Service/backend select by the new labels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "argocd", "flux", "kubectl"})
  void aFirstInstallWaitsAndLosesNothing(String client) throws IOException {
    var told = json(client, OTHER, OTHER + SERVICE + BACKEND);
    assertThat(told.steps()).containsExactly("create Service/backend", "create Deployment/backend");
    assertThat(told.answers().getFirst()).isEqualTo("warned warned refused");
    assertThat(told.ports()).containsExactly("backend 80 comes 1-2");
    assertThat(told.exitCode()).isZero();
  }

  @Test
  void whatServersKeepUpIsNoChange() throws IOException {
    var dumped =
        BASE.replace("{ name: backend }", "{ name: backend, uid: a, resourceVersion: '7' }")
            + "status: { loadBalancer: {} }\n";
    var told = json("helm", dumped, BASE);
    assertThat(told.steps()).isEmpty();
  }

  @Test
  void nothingThatChangesIsASentence() throws IOException {
    var run = plan("helm", BASE, BASE);
    assertThat(run.out()).endsWith("nothing changes\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void markdownIsAShortTableWithTheRestFolded() throws IOException {
    var run = plan("helm", BLUE + TO_BLUE, GREEN + TO_GREEN, "--format", "markdown");
    assertThat(run.out())
        .startsWith("### Fairlead: release by helm, from `")
        .contains("**3 steps: 1 Service loses its wiring; guard refuses 1 step**")
        .contains("| `Service/shop -n default` | `port 80` | :x: `reaches nothing from step 1")
        .contains("<details><summary>Steps, and what admission says</summary>")
        .contains("| 1 | `update Service/shop -n default` | warned | refused | refused |")
        .contains("<details><summary>What to do instead</summary>");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void whatAFileSaysReachesNoTerminalRaw() throws IOException {
    var bad = SERVICE.replace("name: backend }", "name: \"back\\u001b[31mend\" }");
    var run = plan("helm", BASE, BACKEND + bad);
    assertThat(run.out() + run.err()).contains("back [31mend").doesNotContain("\u001b");
  }

  @Test
  void anUnreadableDocumentIsNamedAndSoftens() throws IOException {
    var run =
        plan("helm", BASE, BACKEND + service("backend", "app: other", "http") + "---\n{ a: [\n");
    assertThat(run.err()).contains("after.yaml:").contains("; it is left out");
    assertThat(run.out()).doesNotContain("guard: refused");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void aSideWithoutObjectsIsOneLineThatNamesIt() throws IOException {
    var run = plan("helm", "# nothing\n", BASE);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "fairlead: no Kubernetes object could be read from %s: no document in it%n"
                .formatted(before));
  }

  @Test
  void aPathThatIsNotThereIsOneLine() {
    var run = Run.of("plan", folder + "/none", folder + "/none", "--order", "helm");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("fairlead: " + folder + "/none does not exist");
  }

  @Test
  void anOrderIsDemanded() {
    assertThat(Run.of("plan", "a", "b").exitCode()).isEqualTo(2);
    var run = Run.of("plan", "a", "b", "--order", "spinnaker");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("spinnaker");
  }

  @Test
  void fluxRefusesInTheDryRunOfTheStage() throws IOException {
    var told = json("flux", BLUE + TO_BLUE, GREEN + TO_GREEN);
    assertThat(told.messages(1).getFirst())
        .isEqualTo("in the dry run of the whole stage, so that nothing of it is applied:");
  }

  @Test
  void whatIsScaledToZeroBeforeTheServiceLeavesItIsALoss() throws IOException {
    var asleep = BLUE.replace("replicas: 3", "replicas: 0");
    var told = json("kubectl", BLUE + GREEN + TO_BLUE, asleep + GREEN + TO_GREEN);
    assertThat(told.ports()).containsExactly("shop 80 interrupted 1-2");
    assertThat(told.parts("order"))
        .containsExactly("update Service/shop -n default", "update Deployment/blue -n default");
  }

  @Test
  void aPortOfAnotherProtocolIsThePortThatClientsKnew() throws IOException {
    var udp = SERVICE.replace("port: 80,", "port: 80, protocol: UDP,");
    var told = json("kubectl", BASE, BACKEND + udp);
    assertThat(told.answers()).containsExactly("warned refused refused");
    assertThat(told.ports())
        .containsExactlyInAnyOrder("backend 80 removed", "backend 80 lost 1-null");
  }

  @Test
  void aSelectorThatCannotChangeTakesAnotherDeployment() throws IOException {
    var old = "matchLabels: { instance: backend }";
    var from = BASE.replace(old, "matchLabels: { app: backend }");
    var to = BASE.replace("app: backend", "app: store").replace(old, "matchLabels: { app: store }");
    var run = plan("helm", from, to);
    assertThat(run.err())
        .isEqualTo(
            "fairlead: update Deployment/backend -n default changes spec.selector, which the API server refuses: it is immutable%n"
                .formatted());
    assertThat(run.out())
        .contains("1. add a Deployment of another name, whose Pods carry the new labels")
        .contains("3. delete Deployment/backend");
  }

  @Test
  void aNamespaceWithALevelThatIsNoneIsRefused() throws IOException {
    var namespace = namespace("labels: { fairlead.dev/level: loud }");
    var told = json("helm", BASE, namespace + BASE);
    assertThat(told.answers()).containsExactly("refused refused refused");
    assertThat(told.exitCode()).isEqualTo(1);
  }

  @Test
  void whatANamespaceWantsOfACheckCounts() throws IOException {
    var namespace =
        "---\n"
            + "apiVersion: v1\n"
            + "kind: Namespace\n"
            + "metadata: { name: default, annotations: { check.fairlead.dev/selector-unmatched:"
            + " warn } }\n";
    var told =
        json(
            "helm",
            namespace + BASE,
            namespace + BACKEND + service("backend", "app: other", "http"));
    assertThat(told.answers()).containsExactly("warned warned warned");
    assertThat(told.ports()).containsExactly("backend 80 lost 1-null");
  }

  @Test
  void standardInputIsOneSide() throws IOException {
    Files.writeString(after, BASE);
    var run =
        Run.withStdin(
            BACKEND + service("backend", "app: other", "http"),
            "plan",
            "-",
            after.toString(),
            "--order",
            "kubectl");
    assertThat(run.out()).startsWith("Release by kubectl, from - to ");
    assertThat(run.exitCode()).isZero();
    assertThat(Run.of("plan", "-", "-", "--order", "helm").exitCode()).isEqualTo(2);
  }
}
