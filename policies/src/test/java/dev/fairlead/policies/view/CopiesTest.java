package dev.fairlead.policies.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Owned Pods and ReplicaSets: evidence of a match, never judged, gone with what made them.
class CopiesTest {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: { name: shop }
      spec: { selector: { app: shop }, ports: [{ port: 80, targetPort: http }] }
      """;

  private static String deployment(String name, String labels) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: %s }
    spec:
      template:
        metadata: { labels: { %s } }
        spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 80 }] }] }
    """
        .formatted(name, labels);
  }

  private static String replicaSet(String owner) {
    return """
    apiVersion: apps/v1
    kind: ReplicaSet
    metadata:
      name: %s-1
      ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: %s, controller: true }]
    spec:
      template:
        metadata: { labels: { app: shop } }
        spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 80 }] }] }
    """
        .formatted(owner, owner);
  }

  private static String pod(String ownerKind, String owner, String metadata, String status) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: %s-x
      labels: { app: shop }
      ownerReferences: [{ apiVersion: apps/v1, kind: %s, name: %s, controller: true }]
      %s
    spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 80 }] }] }
    status: { %s }
    """
        .formatted(owner, ownerKind, owner, metadata, status);
  }

  private static ClusterView view(String... manifests) {
    return Manifests.view(Scope.CLUSTER, String.join("---\n", manifests));
  }

  private static ServiceWiring service(ClusterView view) {
    return view.namespace("default").service("shop").orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"phase: Running, podIP: 10.0.0.7", "phase: Pending", "phase: Unknown", ""})
  void aLivePodIsEvidenceOfAMatch(String status) {
    var view = view(SERVICE, pod("ReplicaSet", "gone", "", status));
    assertThat(view.selectedBy(service(view))).isEmpty();
    assertThat(view.namespace("default").copiesSelectedBy(service(view))).hasSize(1);
    assertThat(Checks.findings(view)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"phase: Succeeded", "phase: Failed"})
  void aPodThatIsDoneIsNone(String status) {
    var view = view(SERVICE, pod("ReplicaSet", "gone", "", status));
    assertThat(Checks.findings(view)).hasSize(1);
  }

  @Test
  void aPodBeingDeletedIsNone() {
    var deleting = pod("ReplicaSet", "gone", "deletionTimestamp: now", "phase: Running");
    assertThat(Checks.findings(view(SERVICE, deleting))).hasSize(1);
  }

  @Test
  void aReplicaSetIsEvidenceOnlyWhereNobodyKnowsItsMaker() {
    assertThat(Checks.findings(view(SERVICE, replicaSet("shop")))).isEmpty();
    assertThat(Checks.findings(view(SERVICE, replicaSet("shop"), deployment("shop", "app: other"))))
        .hasSize(1);
  }

  @Test
  void aCopyIsNeverJudged() {
    var judged = view(SERVICE, deployment("shop", "app: shop"));
    assertThat(Checks.findings(judged))
        .extracting(f -> f.check().id())
        .containsExactly("readiness-probe-missing");
    var copies =
        view(SERVICE, replicaSet("shop"), pod("ReplicaSet", "shop-1", "", "phase: Running"));
    assertThat(Checks.findings(copies)).isEmpty();
    assertThat(copies.namespace("default").workloads()).isEmpty();
  }

  @Test
  void aCopyThatIsThereIsNoEvidenceOfAnAbsence() {
    var view =
        view(
            SERVICE,
            deployment("shop", "app: shop"),
            pod("ReplicaSet", "old", "", "phase: Running").replace("name: http, ", ""));
    assertThat(Checks.findings(view))
        .noneMatch(f -> f.check().id().equals("target-port-unresolved"));
  }

  @Test
  void thePodsOfAChangedWorkloadAreThoseItIsToMake() {
    var pod = pod("ReplicaSet", "shop-1", "", "phase: Running");
    var before = view(SERVICE, deployment("shop", "app: shop"), replicaSet("shop"), pod);
    var changed = Manifests.object(deployment("shop", "app: other"), Workload.class);
    assertThat(Checks.findings(before.with(changed)))
        .extracting(finding -> finding.check().id())
        .containsExactly("selector-unmatched");
  }

  @Test
  void thePodsOfAnotherWorkloadStay() {
    var pod = pod("ReplicaSet", "shop-1", "", "phase: Running");
    var before = view(SERVICE, deployment("shop", "app: other"), replicaSet("shop"), pod);
    var changed = Manifests.object(deployment("cart", "app: cart"), Workload.class);
    assertThat(Checks.findings(before.with(changed))).isEmpty();
  }

  @Test
  void aSecondChangeStillKnowsWhoMadeWhichPod() {
    var pod = pod("ReplicaSet", "shop-1", "", "phase: Running");
    var before = view(SERVICE, deployment("shop", "app: shop"), replicaSet("shop"), pod);
    var cart = Manifests.object(deployment("cart", "app: cart"), Workload.class);
    var changed = Manifests.object(deployment("shop", "app: other"), Workload.class);
    assertThat(Checks.findings(before.with(cart).with(changed)))
        .extracting(finding -> finding.check().id())
        .containsExactly("selector-unmatched");
  }

  @Test
  void aPodOfAnOwnerNobodyReadLeavesAbsenceUnproven() {
    var operators =
        pod("RedisCluster", "cache", "", "phase: Running")
            .replace("apps/v1", "redis.example/v1")
            .replace("app: shop", "app: cache");
    var nothingNear = view(SERVICE, deployment("cart", "app: cart"), operators);
    assertThat(nothingNear.knowledgeOf("default").missing())
        .containsExactly("RedisCluster/cache may make Pods");
    assertThat(Checks.findings(nothingNear)).isEmpty();
  }
}
