package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `fairlead check --cluster`: a cluster as it is, and files laid over it; and `fairlead plan
/// --cluster` and `fairlead graph --cluster`.
@OnCluster
final class CheckIT {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            containers:
              - name: web
                image: web
                ports: [{name: http, containerPort: 8080}]
                readinessProbe: {tcpSocket: {port: http}}
      """;
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec:
        selector: {app: shop}
        ports: [{name: http, port: 80, targetPort: http}]
      """;
  private static final String UNMATCHED =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: lost}
      spec:
        selector: {app: nobody}
        ports: [{port: 80}]
      """;

  /// What docs/check-command.md says is needed in a namespace.
  private static final String RESOURCES =
      "services,pods,replicationcontrollers,deployments.apps,statefulsets.apps,daemonsets.apps,"
          + "replicasets.apps,jobs.batch,cronjobs.batch";

  private final Cluster cluster;

  CheckIT(Cluster cluster) {
    this.cluster = cluster;
  }

  private Sandbox sandbox(String... manifests) {
    var sandbox = Sandbox.create(cluster, Level.GUARD);
    for (var i = 0; i < manifests.length; i++) {
      sandbox
          .apply(sandbox.write("there-%d.yaml".formatted(i), Manifests.parse(manifests[i])))
          .successful();
    }
    return sandbox;
  }

  private static String file(Sandbox sandbox, String manifest) {
    return sandbox.write("changed.yaml", Manifests.parse(manifest)).toString();
  }

  private Finished check(String... arguments) {
    return check(cluster.admin().kubeconfig(), arguments);
  }

  private static Finished check(Path kubeconfig, String... arguments) {
    var command =
        new ArrayList<>(List.of("check", "--cluster", "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    return Command.run(Map.of(), Program.shortCommand(command));
  }

  @Test
  void aNamespaceIsJudgedAsItIs() {
    var sandbox = sandbox(DEPLOYMENT, SERVICE, UNMATCHED);

    var run = check("-n", sandbox.namespace());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("error[selector-unmatched]: Service/lost selects no Pods\n")
        .contains("  at cluster/%s/Service/lost\n".formatted(sandbox.namespace()))
        .contains("judged (2 Services, 1 workload)")
        .endsWith(": 1 error\n");

    var everywhere = check("-A", "--format", "json");
    assertThat(everywhere.exitCode()).isEqualTo(1);
    assertThat(everywhere.out())
        .contains("\"file\": \"cluster/%s/Service/lost\"".formatted(sandbox.namespace()));
    sandbox.kubectl("delete", "service", "lost").successful();
  }

  @Test
  void aServiceAloneIsWiredByWhatTheClusterHas() {
    var sandbox = sandbox(DEPLOYMENT);
    var run = check("-n", sandbox.namespace(), file(sandbox, SERVICE));
    assertThat(run.successful().err()).isEmpty();
    assertThat(run.out()).endsWith("(1 Service, 1 workload): no findings\n");
  }

  @Test
  void aChangedWorkloadCutsTheServiceThatOnlyTheClusterHas() {
    var sandbox = sandbox(DEPLOYMENT, SERVICE);
    var changed = file(sandbox, DEPLOYMENT.replace("http", "web"));

    var run = check("-n", sandbox.namespace(), changed);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("error[target-port-unresolved]: Service/shop sends to a port name that its Pods")
        .contains("  at cluster/%s/Service/shop\n".formatted(sandbox.namespace()))
        .contains("  other side: Deployment/shop at " + changed + ":")
        .contains("  this worked before\n");
    // Nothing was written.
    assertThat(sandbox.kubectl("get", "deployment", "shop", "-o", "yaml").successful().out())
        .contains("name: http");
    var unchanged = file(sandbox, DEPLOYMENT);
    assertThat(check("-n", sandbox.namespace(), unchanged).exitCode()).isZero();
  }

  @Test
  void whatWasBrokenBeforeIsCountedAndNewMistakesAreFound() {
    var sandbox = sandbox(UNMATCHED);
    var same = check("-n", sandbox.namespace(), file(sandbox, UNMATCHED));
    assertThat(same.successful().out()).endsWith("no findings; 1 there before\n");
    var more = file(sandbox, UNMATCHED.replace("lost", "second"));
    var run = check("-n", sandbox.namespace(), more);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("error[selector-unmatched]: Service/second selects no Pods\n");
    sandbox.kubectl("delete", "service", "lost").successful();
  }

  @Test
  void aNamespaceThatIsNotThereYetHoldsNothing() {
    var sandbox = sandbox();
    var run = check("-n", sandbox.namespace() + "-new", file(sandbox, UNMATCHED));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Service/lost selects no Pods\n");

    var wrong = check("-n", sandbox.namespace() + "-new");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.errorLines().getFirst())
        .isEqualTo(
            "fairlead: Invalid value for option '--namespace': '%s-new': the cluster has no such namespace"
                .formatted(sandbox.namespace()));
  }

  @Test
  void theRightsThatAreDocumentedSufficeAndAMissingOneIsNamed() {
    var sandbox = sandbox(DEPLOYMENT, SERVICE);
    sandbox.kubectl("create", "serviceaccount", "reader").successful();
    var kubeconfig = sandbox.directory().resolve("kubeconfig");
    var token = sandbox.kubectl("create", "token", "reader").successful().out().strip();
    Kubeconfig.write(kubeconfig, cluster.admin(), token);

    var refused = check(kubeconfig, "-n", sandbox.namespace());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.errorLines())
        .singleElement()
        .asString()
        .startsWith("fairlead: --cluster: ")
        .contains(
            "is forbidden: User \"system:serviceaccount:%s:reader\" cannot list resource"
                .formatted(sandbox.namespace()));

    grant(sandbox, "list", RESOURCES);
    var run = check(kubeconfig, "-n", sandbox.namespace());
    assertThat(run.successful().out()).endsWith(": no findings\n");
    assertThat(run.err())
        .contains("of the cluster, Namespace/%s cannot be read: ".formatted(sandbox.namespace()));
  }

  private Finished plan(Sandbox sandbox, String order, String after) {
    var kubeconfig = cluster.admin().kubeconfig().toString();
    var options = List.of("--kubeconfig", kubeconfig, "-n", sandbox.namespace(), "--order", order);
    var command = new ArrayList<>(List.of("plan", "--cluster", after));
    command.addAll(options);
    return Command.run(Map.of(), Program.shortCommand(command));
  }

  @Test
  void aPlanFromTheClusterToWhatIsThereHasNoStep() {
    var sandbox = sandbox(DEPLOYMENT, SERVICE);
    var run = plan(sandbox, "kubectl", file(sandbox, DEPLOYMENT + "---\n" + SERVICE));
    assertThat(run.successful().out()).contains("nothing changes");
  }

  @Test
  void aPlanFromTheClusterNamesTheServiceThatOnlyTheClusterHas() {
    var sandbox = sandbox(DEPLOYMENT, SERVICE, UNMATCHED);
    var run = plan(sandbox, "helm", file(sandbox, DEPLOYMENT.replace("http", "web")));
    assertThat(run.exitCode()).isEqualTo(1);
    // What bears no mark of the release stays.
    assertThat(run.out())
        .contains("1 step: 1 Service loses its wiring")
        .contains("update Deployment/shop -n " + sandbox.namespace())
        .doesNotContain("delete ");
    sandbox.kubectl("delete", "service", "lost").successful();
  }

  @Test
  void aPlanDeletesWhatBearsTheMarkOfTheRelease() {
    var sandbox = sandbox(DEPLOYMENT, SERVICE);
    for (var object : List.of("deployment/shop", "service/shop")) {
      sandbox
          .kubectl(
              "annotate",
              object,
              "meta.helm.sh/release-name=shop",
              "meta.helm.sh/release-namespace=x")
          .successful();
    }
    var run = plan(sandbox, "helm", file(sandbox, DEPLOYMENT));
    assertThat(run.out()).contains("delete Service/shop -n " + sandbox.namespace());
    var kubectl = plan(sandbox, "kubectl", file(sandbox, DEPLOYMENT));
    assertThat(kubectl.successful().out()).doesNotContain("delete ");
  }

  @Test
  void theClusterIsDrawn() {
    var sandbox = sandbox(DEPLOYMENT, SERVICE, UNMATCHED);
    var run =
        Command.run(
            Map.of(),
            Program.shortCommand(
                List.of(
                    "graph",
                    "--cluster",
                    "--kubeconfig=" + cluster.admin().kubeconfig(),
                    "-n",
                    sandbox.namespace())));
    assertThat(run.successful().err()).isEmpty();
    assertThat(run.out())
        .contains("[\"namespace %s\"]".formatted(sandbox.namespace()))
        .contains("([\"✗ Service/lost<br/>selector-unmatched\"])")
        .contains("-->|\"80 → http (8080 in web)\"|")
        .doesNotContain("ReplicaSet", "Pod/");
    sandbox.kubectl("delete", "service", "lost").successful();
  }

  private static void grant(Sandbox sandbox, String verb, String resources) {
    sandbox
        .kubectl("create", "role", "reader", "--verb=" + verb, "--resource=" + resources)
        .successful();
    sandbox
        .kubectl(
            "create",
            "rolebinding",
            "reader",
            "--role=reader",
            "--serviceaccount=%s:reader".formatted(sandbox.namespace()))
        .successful();
  }
}
