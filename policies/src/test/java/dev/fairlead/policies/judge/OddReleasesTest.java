package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Knowledge;
import dev.fairlead.policies.view.NamespaceView;
import dev.fairlead.policies.view.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Releases that are odd: a warning at most, and never silence.
class OddReleasesTest {
  private static final String HELM =
      "annotations: { meta.helm.sh/release-name: %s, meta.helm.sh/release-namespace: default }";

  private static String service(String metadata, String app, String target) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: { name: shop, %s }
    spec: { selector: { app: %s }, ports: [{ port: 80, targetPort: %s }] }
    """
        .formatted(metadata, app, target);
  }

  private static String workload(String kind, String metadata, String app, String port) {
    return """
    ---
    apiVersion: apps/v1
    kind: %s
    metadata: { name: shop-api, %s }
    spec:
      template:
        metadata: { labels: { app: %s } }
        spec: { containers: [{ name: web, image: web, ports: [{ name: %s, containerPort: 8080 }], readinessProbe: { tcpSocket: { port: 8080 } } }] }
    """
        .formatted(kind, metadata, app, port);
  }

  private static Verdict sent(Change change, ClusterView view) {
    return Judge.judge(
        change,
        view,
        new Circumstances(
            Level.GUARD, Map.of(), Overrides.HONOURED, Sender.PIPELINE, Run.REAL, Instant.MAX));
  }

  private static Verdict created(String there, String yaml) {
    return sent(
        Change.create(Manifests.object(yaml, KubernetesObject.class)),
        Manifests.view(Scope.CLUSTER, there));
  }

  @Test
  void twoReleasesThatOwnOneServiceBothHaveTheirSecondHalfJudged() {
    var both =
        "labels: { kustomize.toolkit.fluxcd.io/name: apps, kustomize.toolkit.fluxcd.io/namespace:"
            + " flux-system }, "
            + HELM.formatted("shop");
    var ofHelm = workload("Deployment", HELM.formatted("shop"), "shop-api", "http");
    var ofNobody = workload("Deployment", HELM.formatted("other"), "shop-api", "http");

    assertThat(created(service(both, "shop", "http"), ofHelm).denied()).isTrue();
    var standing = created(service(both, "shop", "http"), ofNobody);
    assertThat(standing.denied()).isFalse();
    assertThat(standing.of(Outcome.WARN)).isNotEmpty();
  }

  @Test
  void aReleaseMarkWithoutAValueJoinsNothing() {
    var empty = HELM.formatted("\"\"");
    var verdict =
        created(service(empty, "shop", "http"), workload("Deployment", empty, "shop-api", "http"));
    assertThat(verdict.denied()).isFalse();
    assertThat(verdict.of(Outcome.WARN)).isNotEmpty();
  }

  @Test
  void aReplicaSetWithoutAHashStillTellsARollback() {
    var replicaSet =
        workload(
                "ReplicaSet",
                "ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: shop-api, uid: u,"
                    + " controller: true }]",
                "shop",
                "http")
            .replace("name: shop-api,  ", "name: shop-api-1, ")
            .replaceFirst("name: shop-api, ", "name: shop-api-1, ");
    var now = workload("Deployment", "", "shop", "web");
    var there = service("", "shop", "web") + now + replicaSet;
    var back = workload("Deployment", "", "shop", "http");

    var verdict = sent(update(now, back), Manifests.view(Scope.CLUSTER, there));

    assertThat(verdict.denied()).isFalse();
    assertThat(verdict.of(Outcome.WARN)).isNotEmpty();
  }

  @Test
  void aStatefulSetWhoseRevisionsCannotBeReadIsOnlyWarnedAbout() {
    var now = workload("StatefulSet", "", "shop", "web");
    var back = workload("StatefulSet", "", "shop", "http");
    var objects = Manifests.objects(service("", "shop", "web") + now);

    assertThat(sent(update(now, back), view(objects, false)).denied()).isTrue();
    var unread = sent(update(now, back), view(objects, true));
    assertThat(unread.denied()).isFalse();
    assertThat(unread.of(Outcome.WARN)).isNotEmpty();
  }

  private static ClusterView view(List<KubernetesObject> objects, boolean withoutRevisions) {
    var namespace = NamespaceView.builder("default");
    objects.forEach(namespace::add);
    if (withoutRevisions) {
      namespace.withoutRevisions("StatefulSet");
    }
    return ClusterView.ofCluster(namespace.build(), Knowledge.COMPLETE);
  }

  private static Change update(String before, String after) {
    return Change.update(
        Manifests.object(before, KubernetesObject.class),
        Manifests.object(after, KubernetesObject.class));
  }

  /// A thousand Services, then their thousand Deployments, whose names differ in a letter or two.
  @Test
  void aChartOfTwoThousandObjectsIsInstalled() {
    var there = new ArrayList<KubernetesObject>();
    var names = IntStream.range(0, 1000).mapToObj(OddReleasesTest::letters).toList();
    for (var name : names) {
      there.add(
          Manifests.object(
              service(HELM.formatted("big"), name, "http")
                  .replace("name: shop,", "name: " + name + ","),
              KubernetesObject.class));
    }
    var view = Manifests.view(Scope.CLUSTER, there);
    for (var name : names) {
      var workload =
          Manifests.object(
              workload("Deployment", HELM.formatted("big"), name, "http")
                  .replace("name: shop-api,", "name: " + name + ","),
              KubernetesObject.class);
      assertThat(sent(Change.create(workload), view).denied()).as(name).isFalse();
    }
  }

  private static String letters(int number) {
    return "app-%c%c%c".formatted('a' + number % 10, 'k' + number / 10 % 10, 'p' + number / 100);
  }
}
