package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.view.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a deletion leaves without its other half.
class DeletionTest {
  private static final String SERVICE =
      """
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: shop-db }
      spec: { selector: { app: db }, ports: [{ port: 5432, targetPort: pg }] }
      """;

  private static String workload(String name, String more) {
    return """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: %1$s }
    spec:
      template:
        metadata: { labels: { app: %1$s } }
        spec:
          containers:
            - { name: main, ports: [{ name: pg, containerPort: 5432 }], readinessProbe: { tcpSocket: { port: pg } }, %2$s }
    """
        .formatted(name, more);
  }

  private static final String CALLER =
      workload(
          "shop", "env: [{ name: DB_HOST, value: shop-db }, { name: DB_PORT, value: '5432' }]");

  /// What is said when the last of these objects is deleted.
  private static List<String> warnings(String yaml) {
    var objects = Manifests.objects(yaml);
    return Deletion.warnings(objects.getLast(), Manifests.view(Scope.CLUSTER, objects));
  }

  @Test
  void aServiceThatAWorkloadNames() {
    assertThat(warnings(CALLER + SERVICE))
        .singleElement()
        .asString()
        .startsWith("[service-reference-missing] Deployment/shop ");
  }

  @Test
  void aServiceThatStillSelectsAWorkload() {
    assertThat(warnings(workload("db", "") + SERVICE))
        .containsExactly(
            "Service/shop-db is deleted while Deployment/db, which it selects, stays: whoever calls"
                + " it by that name finds nobody");
  }

  @Test
  void theLastWorkloadOfAService() {
    assertThat(warnings(SERVICE + workload("db", "")))
        .singleElement()
        .asString()
        .startsWith("[selector-unmatched] Service/shop-db ");
    assertThat(
            warnings(
                SERVICE
                    + workload("db", "").replace("name: db }", "name: other }")
                    + workload("db", "")))
        .isEmpty();
  }

  @Test
  void nothingIsSaidOfWhatLeavesNobodyBehind() {
    assertThat(warnings(SERVICE)).isEmpty();
    assertThat(warnings(CALLER)).isEmpty();
    assertThat(
            warnings(
                SERVICE
                    + workload("db", "")
                        .replace("spec:\n  template", "spec:\n  replicas: 0\n  template")))
        .isEmpty();
  }

  /// A workload that calls something else, or that asks for no Pods, is left with what it had.
  @Test
  void onlyThoseThatNameTheServiceOrWantPods() {
    var stranger = workload("stranger", "env: [{ name: DB_HOST, value: shop-queue }]");
    var unprobed =
        workload("other", "").replace("readinessProbe: { tcpSocket: { port: pg } }, ", "");
    var asleep =
        workload("db", "").replace("spec:\n  template", "spec:\n  replicas: 0\n  template");

    assertThat(warnings(stranger + SERVICE)).isEmpty();
    assertThat(warnings(CALLER + stranger + SERVICE)).hasSize(1);
    assertThat(warnings(CALLER + unprobed + SERVICE)).hasSize(1);
    assertThat(asleep).contains("replicas: 0");
    assertThat(warnings(asleep + SERVICE)).isEmpty();
    assertThat(warnings(asleep + workload("db2", "").replace("app: db2", "app: db") + SERVICE))
        .singleElement()
        .asString()
        .contains("Deployment/db2");
  }

  @Test
  void theLastOfSeveralServicesIsTold() {
    var other = SERVICE.replace("shop-db", "other-db").replace("app: db", "app: other");

    assertThat(warnings(SERVICE + other + workload("db", ""))).hasSize(1);
  }
}
