package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What an uninstall of the chart takes away besides its objects.
@OnCluster
final class UninstallIT {
  private static final Duration TO_SERVE = Duration.ofSeconds(30);
  private static final String HOOK = "helm.sh/hook";

  private final Cluster cluster;
  private final Client client;

  UninstallIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.admin();
  }

  /// What other suites have left would be counted.
  @BeforeAll
  void removeWhatIsThere() {
    Command.run(
            Map.of(),
            Program.shortCommand(
                List.of("conditions", "remove", "--kubeconfig", client.kubeconfig().toString())))
        .successful();
  }

  private static Manifests hooks(Manifests chart) {
    return chart.only(
        object ->
            "post-delete"
                .equals(Manifests.child(Manifests.metadata(object), "annotations").get(HOOK)));
  }

  private static Map<String, Object> pod(Manifests hooks) {
    return Manifests.at(hooks.ofKind("Job").objects().getFirst(), "spec", "template", "spec");
  }

  @Test
  void theHookHasItsOwnIdentityAndNoMoreRightsThanItNeeds() {
    var chart = Chart.rendered(client);
    var hooks = hooks(chart);

    assertThat(hooks.objects().stream().map(Manifests::kind))
        .containsExactly("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Job");
    assertThat(hooks.objects())
        .allSatisfy(
            object ->
                assertThat(Manifests.child(Manifests.metadata(object), "annotations"))
                    .containsEntry(
                        "helm.sh/hook-delete-policy", "before-hook-creation,hook-succeeded"));
    assertThat(hooks.ofKind("ClusterRole").objects().getFirst().get("rules"))
        .isEqualTo(
            List.of(
                rule("", "services", "list"),
                rule("", "services/status", "patch"),
                reportRule("wgpolicyk8s.io", "policyreports"),
                reportRule("openreports.io", "reports")));
    var weights =
        hooks.objects().stream()
            .map(o -> Manifests.child(Manifests.metadata(o), "annotations"))
            .map(annotations -> Integer.parseInt(Manifests.text(annotations, HOOK + "-weight")));
    assertThat(weights).containsExactly(-2, -2, -1, 0);
  }

  private static Map<String, Object> rule(String group, String resource, String... verbs) {
    return Map.of(
        "apiGroups", List.of(group), "resources", List.of(resource), "verbs", List.of(verbs));
  }

  /// All reports of Fairlead have one name.
  private static Map<String, Object> reportRule(String group, String resource) {
    var rule = new HashMap<>(rule(group, resource, "list", "delete"));
    rule.put("resourceNames", List.of("fairlead"));
    return rule;
  }

  @Test
  void itsPodIsConfinedAsTheDeploymentsIsAndNoServiceSelectsIt() {
    var chart = Chart.rendered(client, "--set=nodeSelector.pool=system", "--set=podLabels.a=b");
    var pod = pod(hooks(chart));
    var deployment = chart.ofKind("Deployment").objects().getFirst();
    var other = Manifests.at(deployment, "spec", "template", "spec");
    var container = Manifests.children(pod, "containers").getFirst();
    var otherContainer = Manifests.children(other, "containers").getFirst();

    for (var field : List.of("securityContext", "nodeSelector")) {
      assertThat(pod.get(field)).as(field).isNotNull().isEqualTo(other.get(field));
    }
    for (var field : List.of("securityContext", "image", "imagePullPolicy", "resources")) {
      assertThat(container.get(field)).as(field).isNotNull().isEqualTo(otherContainer.get(field));
    }
    var job = hooks(chart).ofKind("Job").objects().getFirst();
    var labels = Manifests.at(job, "spec", "template", "metadata", "labels");
    assertThat(labels).containsEntry("a", "b");
    var selector = Manifests.at(chart.ofKind("Service").objects().getFirst(), "spec", "selector");
    assertThat(labels.entrySet().containsAll(selector.entrySet())).isFalse();
  }

  @Test
  void whoeverDoesNotSettleOrWantsToKeepItGetsNoHook() {
    for (var value : List.of("settle.enabled=false", "settle.removeOnUninstall=false")) {
      var chart = Chart.rendered(client, "--set=" + value);

      assertThat(hooks(chart).objects()).as(value).isEmpty();
      assertThat(chart.ofKind("Job").objects()).as(value).isEmpty();
    }
    var wrong =
        client.helm(
            "template", "lead", Chart.folder().toString(), "--set=settle.removeOnUninstall=never");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.err()).contains("at '/settle/removeOnUninstall': got string, want boolean");
  }

  /// As the Job would, on this host: its arguments, its ServiceAccount, its rights.
  @Test
  void whatTheJobRunsTakesEverythingAwayWithTheRightsThatTheHookHas() {
    var release = "fairlead-hook";
    client.kubectl("create", "namespace", release).successful();
    var hooks = hooks(Chart.renderedAs(client, release, release));
    apply("hook-rights", hooks.without("Job"));
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    sandbox.kubectl("create", "service", "clusterip", "shop", "--clusterip=None").successful();
    var condition =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: shop}
        status:
          conditions:
            - {type: fairlead.dev/Wired, status: "False", reason: SelectorUnmatched, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}
        """;
    sandbox
        .apply(
            sandbox.write("condition.yaml", Manifests.parse(condition)),
            "--server-side",
            "--subresource=status",
            "--field-manager=fairlead")
        .successful();
    var kinds = reportKinds();
    apply("report-kinds", kinds);
    try {
      makeReports(sandbox);

      var run = runAsTheHook(release, hooks);

      assertThat(run.successful().err()).isEmpty();
      assertThat(run.out())
          .isEqualTo(
              """
              removed the condition from 1 Service in 1 namespace
              deleted 1 PolicyReport
              deleted 1 Report
              """);
      assertThat(
              sandbox
                  .kubectl("get", "service", "shop", "-o", "jsonpath={.status.conditions}")
                  .successful()
                  .out())
          .isEmpty();
      assertThat(
              sandbox
                  .kubectl("get", "policyreports,reports", "-o", "name")
                  .successful()
                  .out()
                  .lines())
          .containsExactly("policyreport.wgpolicyk8s.io/others");
    } finally {
      var file = cluster.directory().resolve("report-kinds.yaml");
      client.kubectl("delete", "-f", file.toString()).successful();
    }
    assertThat(runAsTheHook(release, hooks).successful().out())
        .isEqualTo("removed the condition from 0 Services in 0 namespaces\n");
    var rights = cluster.directory().resolve("hook-rights.yaml");
    client.kubectl("delete", "-f", rights.toString()).successful();
  }

  private static Manifests reportKinds() {
    return new Manifests(
        Stream.of(
                reportKind("wgpolicyk8s.io", "v1alpha2", "PolicyReport"),
                reportKind("openreports.io", "v1alpha1", "Report"))
            .flatMap(manifests -> manifests.objects().stream())
            .toList());
  }

  private static Manifests reportKind(String group, String version, String kind) {
    var singular = kind.toLowerCase(Locale.ROOT);
    return Manifests.parse(
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: %ss.%s}
        spec:
          group: %s
          scope: Namespaced
          names: {kind: %s, plural: %ss, singular: %s}
          versions:
            - name: %s
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """
            .formatted(singular, group, group, kind, singular, singular, version));
  }

  private void makeReports(Sandbox sandbox) {
    var reports =
        """
        apiVersion: wgpolicyk8s.io/v1alpha2
        kind: PolicyReport
        metadata: {name: fairlead}
        ---
        apiVersion: wgpolicyk8s.io/v1alpha2
        kind: PolicyReport
        metadata: {name: others}
        ---
        apiVersion: openreports.io/v1alpha1
        kind: Report
        metadata: {name: fairlead}
        """;
    var file = sandbox.write("reports.yaml", Manifests.parse(reports));
    Await.until(
        "the API server to serve reports",
        TO_SERVE,
        () ->
            Optional.of(sandbox.apply(file))
                .filter(run -> run.exitCode() != 0)
                .map(Finished::toString));
  }

  private Finished runAsTheHook(String release, Manifests hooks) {
    var account = Manifests.text(pod(hooks), "serviceAccountName");
    var token =
        client.kubectl("create", "token", account, "-n", release).successful().out().strip();
    var kubeconfig = cluster.directory().resolve("hook.kubeconfig");
    Kubeconfig.write(kubeconfig, client, token);
    var container = Manifests.children(pod(hooks), "containers").getFirst();
    var command = new ArrayList<>(Manifests.strings(container, "args"));
    command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return Command.run(Map.of(), Program.shortCommand(command));
  }

  private Path apply(String fileName, Manifests manifests) {
    var file = manifests.write(cluster.directory().resolve(fileName + ".yaml"));
    client.kubectl("apply", "-f", file.toString()).successful();
    return file;
  }

  /// Where nobody runs images, Pods are said to have run: the condition itself stays, and the test
  /// above takes it away as the Job would. A kubelet would look for the image, and not find it.
  @Test
  void helmRunsTheHookWaitsForItAndLeavesNothingOfIt() {
    Assumptions.assumeTrue(
        cluster.runsPods() && !cluster.runsImages(),
        "Pods must be said to have run in this cluster");
    var namespace = "fairlead-gone";
    client.kubectl("create", "namespace", namespace).successful();
    client.helm("install", "lead", Chart.folder().toString(), "-n", namespace).successful();
    assertThat(left(namespace))
        .contains("serviceaccount/lead-fairlead")
        .noneMatch(name -> name.endsWith("-uninstall"));

    client.helm("uninstall", "lead", "-n", namespace).successful();

    assertThat(left(namespace)).isEmpty();
    assertThat(eventsOfJob(namespace)).contains("SuccessfulCreate", "Completed");
  }

  /// What there is of the release, and of its hook.
  private List<String> left(String namespace) {
    var namespaced =
        client
            .kubectl("get", "jobs,serviceaccounts,secrets", "-n", namespace, "-o", "name")
            .successful();
    var clusterWide =
        client.kubectl("get", "clusterroles,clusterrolebindings", "-o", "name").successful();
    return Stream.of(namespaced, clusterWide)
        .flatMap(run -> run.out().lines())
        .filter(name -> name.contains("/lead-fairlead"))
        .toList();
  }

  private List<String> eventsOfJob(String namespace) {
    return client
        .kubectl(
            "get",
            "events",
            "-n",
            namespace,
            "--field-selector=involvedObject.kind=Job,involvedObject.name=lead-fairlead-uninstall",
            "-o",
            "jsonpath={range .items[*]}{.reason}{\"\\n\"}{end}")
        .successful()
        .out()
        .lines()
        .toList();
  }
}
