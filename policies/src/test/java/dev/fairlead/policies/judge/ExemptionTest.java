package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.view.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What an object may say of itself, and who is believed.
class ExemptionTest {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: backend
        %s
      spec:
        template:
          metadata: { labels: { app: backend } }
          spec:
            containers: [{ name: web, image: web, ports: [{ name: web, containerPort: 80 }], livenessProbe: { httpGet: { port: alive } } }]
      """;

  private static final String HOOK = "annotations: { helm.sh/hook: post-install%s }";

  @Test
  void aPersonRunsNoHooks() {
    var hook = DEPLOYMENT.formatted(HOOK.formatted(""));

    assertThat(judge(hook, Sender.PERSON).denied()).isTrue();
    assertThat(judge(hook, Sender.PERSON).exemption()).isEmpty();
  }

  @Test
  void aServiceWithTheAnnotationIsJudgedToo() {
    var hook = service(HOOK.formatted(""));
    var backend = Manifests.object(DEPLOYMENT.formatted(""), KubernetesObject.class);

    assertThat(judge(hook, Sender.PERSON, List.of(backend)).denied()).isTrue();
    assertThat(judge(hook, Sender.PIPELINE, List.of(backend)))
        .isEqualTo(Verdict.exempt(Exemption.HELM_HOOK));
  }

  @Test
  void hooksOfAPipelineAreExempt() {
    assertThat(judge(DEPLOYMENT.formatted(HOOK.formatted("")), Sender.PIPELINE))
        .isEqualTo(Verdict.exempt(Exemption.HELM_HOOK));
  }

  @Test
  void hooksWithTheMarkOfARelease() {
    var marked =
        HOOK.formatted(
            ", meta.helm.sh/release-name: shop, meta.helm.sh/release-namespace: default");

    assertThat(judge(DEPLOYMENT.formatted(marked), Sender.PERSON))
        .isEqualTo(Verdict.exempt(Exemption.HELM_HOOK));
  }

  @Test
  void copiesThatAControllerMadeAreExempt() {
    var pod =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: backend-1
          %s
        spec:
          containers: [{ name: web, image: web, ports: [{ name: web, containerPort: 80 }], livenessProbe: { httpGet: { port: alive } } }]
        """;

    for (var maker : List.of("apps/v1, ReplicaSet", "v1, Node", "example.com/v1, Backend")) {
      assertThat(judge(pod.formatted(controller(maker)), Sender.PERSON))
          .as(maker)
          .isEqualTo(Verdict.exempt(Exemption.CONTROLLER));
    }
    for (var other : List.of("v1, ConfigMap", "v1, Secret", "policy/v1, PodDisruptionBudget")) {
      var verdict = judge(pod.formatted(controller(other)), Sender.PERSON);
      assertThat(verdict.denied()).as(other).isTrue();
      assertThat(verdict.exemption()).as(other).isEmpty();
    }
  }

  @Test
  void aDenialThatAControllerTurnsIntoAWarningIsTold() {
    var verdict = judge(DEPLOYMENT.formatted(controller("example.com/v1, Backend")), Sender.PERSON);

    assertThat(verdict.denied()).isFalse();
    assertThat(verdict.of(Outcome.WARN)).isNotEmpty();
    assertThat(verdict.exemption()).contains(Exemption.CONTROLLER);
  }

  @Test
  void aWarningThatIsOneForEverybodyIsNoExemption() {
    var owned = controller("example.com/v1, Backend");
    var unprobed =
        DEPLOYMENT.formatted(owned).replace(", livenessProbe: { httpGet: { port: alive } }", "");
    var service = service("").replace("http", "web");

    var verdict =
        judge(unprobed, Sender.PERSON, List.of(Manifests.object(service, KubernetesObject.class)));

    assertThat(verdict.of(Outcome.WARN)).isNotEmpty();
    assertThat(verdict.exemption()).isEmpty();
  }

  private static String controller(String maker) {
    var parts = maker.split(", ", -1);
    return "ownerReferences: [{ apiVersion: %s, kind: %s, name: a, uid: \"1\", controller: true }]"
        .formatted(parts[0], parts[1]);
  }

  private static String service(String metadata) {
    return """
    apiVersion: v1
    kind: Service
    metadata:
      name: backend
      %s
    spec:
      selector: { app: backend }
      ports: [{ port: 80, targetPort: http }]
    """
        .formatted(metadata);
  }

  private static Verdict judge(String yaml, Sender sender) {
    return judge(yaml, sender, List.of());
  }

  private static Verdict judge(
      String yaml, Sender sender, List<? extends KubernetesObject> existing) {
    return Judge.judge(
        Change.create(Manifests.object(yaml, KubernetesObject.class)),
        Manifests.view(Scope.CLUSTER, existing),
        new Circumstances(
            Level.GUARD, Map.of(), Overrides.HONOURED, sender, Run.REAL, Instant.MAX));
  }
}
