package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a patched workload must not bring about.
class NewFindingsTest {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: { name: shop }
      spec: { selector: { app: shop }, ports: [{ port: 80, targetPort: http }] }
      """;

  @Test
  void whatIsNewAtTheWorkloadAndAtItsServices() {
    var named = workload("name: http", "readinessProbe: { tcpSocket: { port: http } }");

    assertThat(found(named, workload("name: web", "readinessProbe: { tcpSocket: { port: http } }")))
        .containsExactlyInAnyOrder("probe-port-undeclared", "target-port-unresolved");
    assertThat(found(named, named)).isEmpty();
  }

  @Test
  void whatWasWrongBeforeIsNotNew() {
    var wrong = workload("name: web", "readinessProbe: { tcpSocket: { port: http } }");

    assertThat(found(wrong, wrong)).isEmpty();
  }

  @Test
  void whatOnlyTheCommandLineTellsIsNone() {
    var named = workload("name: http", "readinessProbe: { tcpSocket: { port: http } }");
    var withUnnamed =
        workload("name: http", "readinessProbe: { tcpSocket: { port: http } }")
            .replace("ports: [", "ports: [{ containerPort: 9999 }, ");

    assertThat(found(named, withUnnamed)).isEmpty();
  }

  private static String workload(String port, String probe) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: shop }
    spec:
      template:
        metadata: { labels: { app: shop } }
        spec:
          containers:
            - { name: main, image: a, ports: [{ %s, containerPort: 8080 }], %s }
    """
        .formatted(port, probe);
  }

  private static List<String> found(String before, String after) {
    return NewFindings.of(
            Manifests.object(before, Workload.class),
            Manifests.object(after, Workload.class),
            Manifests.view(Scope.CLUSTER, SERVICE))
        .stream()
        .map(Finding::check)
        .map(check -> check.id())
        .toList();
  }
}
