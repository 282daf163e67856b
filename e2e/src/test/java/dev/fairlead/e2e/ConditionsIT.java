package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.webhook.settle.writing.WiredConditions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What settle has written goes by command, and nothing else does.
@OnCluster
final class ConditionsIT {
  private static final String OURS = "fairlead.dev/Wired";
  private static final String OTHERS = "example.com/Painted";
  private static final Duration TO_SETTLE = Duration.ofSeconds(30);

  private final Cluster cluster;

  ConditionsIT(Cluster cluster) {
    this.cluster = cluster;
  }

  /// What other suites have left would be counted.
  @BeforeAll
  void removeWhatIsThere() {
    remove().successful();
  }

  private Sandbox sandbox() {
    return Sandbox.create(cluster, Level.GUARD);
  }

  private static void create(Sandbox sandbox, String service) {
    sandbox.kubectl("create", "service", "clusterip", service, "--clusterip=None").successful();
  }

  /// As settle does it.
  private static void mark(Sandbox sandbox, String service, String type, String manager) {
    var file =
        sandbox.write(
            "condition.yaml",
            Manifests.parse(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: %s}
                status:
                  conditions:
                    - {type: %s, status: "True", reason: Because, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}
                """
                    .formatted(service, type)));
    sandbox
        .apply(file, "--server-side", "--subresource=status", "--field-manager=" + manager)
        .successful();
  }

  private static List<String> conditions(Sandbox sandbox, String service) {
    var types = "jsonpath={range .status.conditions[*]}{.type}{\"\\n\"}{end}";
    return sandbox
        .kubectl("get", "service", service, "-o", types)
        .successful()
        .out()
        .lines()
        .toList();
  }

  private Finished remove(String... options) {
    return remove(cluster.admin().kubeconfig(), options);
  }

  private static Finished remove(Path kubeconfig, String... options) {
    var command =
        new ArrayList<>(List.of("conditions", "remove", "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(options));
    return Command.run(Map.of(), Program.shortCommand(command));
  }

  @Test
  void oursGoesOthersStaysAndASecondRunFindsNothing() {
    var one = sandbox();
    var two = sandbox();
    create(one, "both");
    mark(one, "both", OURS, "fairlead");
    mark(one, "both", OTHERS, "painter");
    create(one, "plain");
    create(two, "ours");
    mark(two, "ours", OURS, "fairlead");

    var dryRun = remove("--dry-run");
    assertThat(dryRun.successful().out())
        .isEqualTo("would remove the condition from 2 Services in 2 namespaces\n");
    assertThat(conditions(one, "both")).containsExactlyInAnyOrder(OURS, OTHERS);

    var elsewhere = remove("--namespace", two.namespace());
    assertThat(elsewhere.successful().out())
        .isEqualTo("removed the condition from 1 Service in 1 namespace\n");
    assertThat(conditions(two, "ours")).isEmpty();
    assertThat(conditions(one, "both")).containsExactlyInAnyOrder(OURS, OTHERS);

    var rest = remove("--lease=");
    assertThat(rest.successful().out())
        .isEqualTo("removed the condition from 1 Service in 1 namespace\n");
    assertThat(rest.err()).isEmpty();
    assertThat(conditions(one, "both")).containsExactly(OTHERS);

    assertThat(remove().successful().out())
        .isEqualTo("removed the condition from 0 Services in 0 namespaces\n");
  }

  @Test
  void whatAnotherManagerHasWrittenTooIsNamed() {
    var sandbox = sandbox();
    create(sandbox, "shared");
    mark(sandbox, "shared", OURS, "fairlead");
    mark(sandbox, "shared", OURS, "painter");

    var run = remove("--namespace", sandbox.namespace());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "fairlead conditions remove: Service/shared -n %s: another field manager than fairlead has written the condition too, so it stays\n"
                .formatted(sandbox.namespace()));
    assertThat(conditions(sandbox, "shared")).containsExactly(OURS);
    sandbox.kubectl("delete", "service", "shared").successful();
  }

  @Test
  void whoeverMayOnlyReadIsToldWhatIsLeft() {
    var sandbox = sandbox();
    for (var service : List.of("first", "second")) {
      create(sandbox, service);
      mark(sandbox, service, OURS, "fairlead");
    }
    sandbox.kubectl("create", "role", "reader", "--verb=list", "--resource=services").successful();
    sandbox
        .kubectl(
            "create",
            "rolebinding",
            "reader",
            "--role=reader",
            "--serviceaccount=%s:reader".formatted(sandbox.namespace()))
        .successful();
    sandbox.kubectl("create", "serviceaccount", "reader").successful();
    var token = sandbox.kubectl("create", "token", "reader").successful().out().strip();
    var kubeconfig = sandbox.directory().resolve("kubeconfig");
    Kubeconfig.write(kubeconfig, cluster.admin(), token);
    var user = "system:serviceaccount:%s:reader".formatted(sandbox.namespace());

    var run = remove(kubeconfig, "--namespace", sandbox.namespace(), "--lease=");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("removed the condition from 0 Services in 0 namespaces\n");
    assertThat(run.errorLines().subList(0, 2))
        .isEqualTo(
            List.of("first", "second").stream()
                .map(
                    service ->
                        "fairlead conditions remove: Service/%s -n %s: services \"%s\" is forbidden: User \"%s\" cannot patch resource \"services/status\" in API group \"\" in the namespace \"%s\""
                            .formatted(
                                service, sandbox.namespace(), service, user, sandbox.namespace()))
                .toList());

    var everywhere = remove(kubeconfig, "--lease=");
    assertThat(everywhere.exitCode()).isEqualTo(1);
    assertThat(everywhere.err())
        .contains(
            "fairlead conditions remove: cannot list Services: services is forbidden: User \"%s\" cannot list resource \"services\" in API group \"\" at the cluster scope\n"
                .formatted(user));

    assertThat(remove("--namespace", sandbox.namespace()).successful().out())
        .isEqualTo("removed the condition from 2 Services in 1 namespace\n");
  }

  @Test
  void aServiceThatIsGoneMeanwhileIsNoFailureAndItsSuccessorIsLeftAlone() {
    var sandbox = sandbox();
    create(sandbox, "shop");
    mark(sandbox, "shop", OURS, "fairlead");
    try (var conditions =
        WiredConditions.connect(Optional.of(cluster.admin().kubeconfig()), Map.of())) {
      var found = conditions.holders(Optional.of(sandbox.namespace())).getFirst();
      sandbox.kubectl("delete", "service", "shop").successful();
      assertThat(conditions.remove(found)).isFalse();

      create(sandbox, "shop");
      mark(sandbox, "shop", OURS, "fairlead");
      assertThat(conditions.remove(found)).isFalse();
      assertThat(conditions(sandbox, "shop")).containsExactly(OURS);

      var successor = conditions.holders(Optional.of(sandbox.namespace())).getFirst();
      assertThat(conditions.remove(successor)).isTrue();
      assertThat(conditions(sandbox, "shop")).isEmpty();
    }
  }

  @Test
  void theLastPageOfALongListIsReadToo() {
    var sandbox = sandbox();
    var api = Api.of(cluster);
    for (var i = 0; i < 501; i++) {
      var service =
          "{\"kind\":\"Service\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"s%03d\"},\"spec\":{\"clusterIP\":\"None\"}}"
              .formatted(i);
      assertThat(api.create(sandbox.namespace(), service).isStored()).isTrue();
    }
    mark(sandbox, "s500", OURS, "fairlead");

    var run = remove("--namespace", sandbox.namespace());

    assertThat(run.successful().out())
        .isEqualTo("removed the condition from 1 Service in 1 namespace\n");
    assertThat(conditions(sandbox, "s500")).isEmpty();
    api.delete("/api/v1/namespaces/%s/services".formatted(sandbox.namespace()));
  }

  @Test
  void whoeverHoldsTheLeaseIsNamedUntilItExpires() {
    var sandbox = sandbox();
    var at = List.of("--namespace", sandbox.namespace(), "--lease-namespace", sandbox.namespace());
    var options = at.toArray(String[]::new);
    assertThat(remove(options).successful().err()).isEmpty();

    lease(sandbox, Instant.now());
    assertThat(remove(options).successful().err())
        .isEqualTo(
            "fairlead conditions remove: Lease %s/fairlead is held by somebody, which writes the condition again while it runs\n"
                .formatted(sandbox.namespace()));

    lease(sandbox, Instant.now().minusSeconds(120));
    assertThat(remove(options).successful().err()).isEmpty();
  }

  private static void lease(Sandbox sandbox, Instant renewed) {
    var lease =
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: fairlead}
        spec: {holderIdentity: somebody, leaseDurationSeconds: 60, renewTime: "%s"}
        """
            .formatted(renewed.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000000Z"));
    sandbox.apply(sandbox.write("lease.yaml", Manifests.parse(lease))).successful();
  }

  @Test
  void whatSettleItselfHasWrittenGoesAndStaysAwayOnceItIsStopped() {
    var sandbox = sandbox();
    create(sandbox, "shop");
    var setup = new Webhook.Setup("Fail", Optional.empty(), Map.of(), List.of());
    try (var _ = Webhook.start(cluster, setup)) {
      Await.until(
          "settle to write the condition",
          TO_SETTLE,
          () ->
              conditions(sandbox, "shop").equals(List.of(OURS))
                  ? Optional.empty()
                  : Optional.of("no condition"));
      assertThat(remove("--dry-run").successful().err())
          .startsWith("fairlead conditions remove: Lease fairlead-system/fairlead is held by ");
    }

    var run = remove();

    assertThat(run.successful().err()).isEmpty();
    assertThat(conditions(sandbox, "shop")).isEmpty();
  }
}
