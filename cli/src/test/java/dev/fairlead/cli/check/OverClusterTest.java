package dev.fairlead.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.manifests.ManifestDocument;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.view.Scope;
import dev.fairlead.webhook.cluster.ClusterReader.Contents;
import dev.fairlead.webhook.cluster.ClusterReader.LiveObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Files laid over what a cluster holds; CheckIT does the same with a real one.
final class OverClusterTest {
  private static final CheckSettings SETTINGS = new CheckSettings("default", Scope.CLUSTER);

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec: {containers: [{name: web, image: shop, ports: [{name: http, containerPort: 8080}]}]}
      ---
      """;

  /// What the controllers make of it.
  private static final String COPIES =
      """
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata:
        name: shop-1
        ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: shop, uid: a, controller: true}]
      spec:
        selector: {matchLabels: {app: shop, pod-template-hash: "1"}}
        template:
          metadata: {labels: {app: shop, pod-template-hash: "1"}}
          spec: {containers: [{name: web, image: shop, ports: [{name: http, containerPort: 8080}]}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: shop-1-a
        labels: {app: shop, pod-template-hash: "1"}
        ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: shop-1, uid: b, controller: true}]
      spec: {containers: [{name: web, image: shop, ports: [{name: http, containerPort: 8080}]}]}
      ---
      """;

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec: {selector: {app: shop}, ports: [{port: 80, targetPort: http}]}
      ---
      """;

  private static Contents cluster(String yaml, String... gaps) {
    var reader = new ObjectReader(PodMakers.COMMON);
    var trees = ManifestDocument.trees(ManifestFile.parse("cluster.yaml", yaml).stream());
    var objects = new ArrayList<LiveObject>();
    for (var tree : trees) {
      objects.add(new LiveObject(reader.read(tree, "default").object().orElseThrow(), Map.of()));
    }
    return new Contents(objects, Set.of(), List.of(gaps));
  }

  private static Report over(Contents cluster, String files) {
    return new Bundle(List.of("files.yaml"), List.of(new Text("files.yaml", files)))
        .judgedOver(_ -> cluster, SETTINGS);
  }

  /// Each finding that is no info in a line.
  private static List<String> told(Report report) {
    return report.findings().stream()
        .filter(found -> !found.check().equals("readiness-probe-missing"))
        .map(
            found ->
                "%s %s at %s %s"
                    .formatted(
                        found.severity(),
                        found.check(),
                        found.place(),
                        found.arrivalWord().orElse("")))
        .toList();
  }

  @Test
  void theCopiesOfAChangedWorkloadDoNotHideThatItsPortIsGone() {
    var there = cluster(DEPLOYMENT + COPIES + SERVICE);

    var report = over(there, DEPLOYMENT.replace("name: http", "name: web"));

    assertThat(told(report))
        .containsExactly("ERROR target-port-unresolved at cluster/default/Service/shop cut");
    // The Service and the Deployment: what controllers make is not counted.
    assertThat(report.summary().objects()).isEqualTo(2);
    assertThat(told(over(there, DEPLOYMENT))).isEmpty();
  }

  @Test
  void theNamespacesOfTheFilesAreAskedFor() {
    var asked = new ArrayList<Set<String>>();
    new Bundle(
            List.of("files.yaml"),
            List.of(
                new Text(
                    "files.yaml",
                    SERVICE
                        + SERVICE.replace("{name: shop}", "{name: shop, namespace: other}")
                        + "apiVersion: v1\nkind: Namespace\nmetadata: {name: third}\n")))
        .judgedOver(
            namespaces -> {
              asked.add(namespaces);
              return cluster("");
            },
            SETTINGS);
    assertThat(asked).containsExactly(Set.of("default", "other"));
  }

  @Test
  void whatStoodIsAllowedAndWhatComesIsNot() {
    var lost = SERVICE.replace("name: shop", "name: lost").replace("app: shop", "app: lost");

    var report = over(cluster(DEPLOYMENT + lost), lost + lost.replace("name: lost", "name: more"));

    assertThat(told(report)).containsExactly("ERROR selector-unmatched at files.yaml:9:8 arrival");
    assertThat(report.allowed()).hasSize(1);
  }

  @Test
  void whereSomethingMayBeMissingNothingIsSaidOfAbsence() {
    assertThat(told(over(cluster(""), SERVICE)))
        .containsExactly("ERROR selector-unmatched at files.yaml:4:8 arrival");

    var report = over(cluster("", "rollouts.argoproj.io cannot be read"), SERVICE);

    assertThat(told(report)).isEmpty();
    assertThat(report.notes())
        .containsExactly(
            "of the cluster, rollouts.argoproj.io cannot be read: what may depend on it is no"
                + " error");
  }
}
