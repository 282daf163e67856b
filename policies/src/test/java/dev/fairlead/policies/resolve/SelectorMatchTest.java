package dev.fairlead.policies.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.SelectorMatch.Match;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whom a Service selects, in a view with the workloads of one case.
class SelectorMatchTest {
  /// `;` separates workloads; each is a kind and name and, in braces, what its manifest says.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          L1  | selector: {a: "1"}                | Deployment/d {labels: {a: "1", b: "2"}}                     | d
          L2  | selector: {a: "1", b: "2"}        | Deployment/d {labels: {a: "1"}}                             | ``
          L3  | selector: {a: "1", b: "2"}        | Deployment/d {labels: {a: "1"}} ; Deployment/e {labels: {b: "2"}} | ``
          L4  | selector: {a: "1"}                | Deployment/d {own: {a: "1"}, labels: {}}                    | ``
          L5  | selector: {a: "1"}                | Deployment/d {matchLabels: {a: "1"}, labels: {a: "1", b: "2"}} | d
          L6  | ports: []                         | Deployment/d {labels: {a: "1"}}                             | ``
          L6b | selector: {}                      | Deployment/d {labels: {a: "1"}}                             | ``
          L6c | selector: null                    | Deployment/d {labels: {a: "1"}}                             | ``
          L7  | selector: {a: "1"}                | Deployment/d {namespace: other, labels: {a: "1"}}           | ``
          L8  | selector: {a: "1"}                | Deployment/d {namespace: default, labels: {a: "1"}}         | d
          L9  | selector: {a: "1"}, type: ExternalName | Deployment/d {labels: {a: "1"}}                        | ``
          L10 | selector: {app: db, statefulset.kubernetes.io/pod-name: db-0} | StatefulSet/db {replicas: 2, labels: {app: db}} | db
          L11 | selector: {a: "1"}                | Deployment/d {replicas: 0, labels: {a: "1"}}                | d
          L12 | selector: {a: "1"}                | Job/j {labels: {a: "1"}}                                    | j
          S12 | selector: {a: "1"}                | Deployment/d {labels: {a: "1"}} ; DaemonSet/e {labels: {a: "1"}} | e d
          """)
  void selectsWhatKubernetesSelects(
      String vector, String service, String workloads, String selected) {
    var view = ClusterView.builder(Scope.CLUSTER);
    for (var workload : workloads.split(" ; ", -1)) {
      view.add(workload(workload));
    }
    assertThat(
            view.build().selectedBy(service(service)).stream()
                .map(workload -> workload.ref().name())
                .collect(Collectors.joining(" ")))
        .as(vector)
        .isEqualTo(selected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          pod-template-hash                          | 5d9c7f    | Deployment  | FULL
          pod-template-hash                          | 5d9c7f    | ReplicaSet  | FULL
          pod-template-hash                          | 5d9c7f    | StatefulSet | NONE
          controller-revision-hash                   | db-1      | StatefulSet | FULL
          controller-revision-hash                   | db-1      | DaemonSet   | FULL
          controller-revision-hash                   | db-1      | Deployment  | NONE
          pod-template-generation                    | 3         | DaemonSet   | FULL
          pod-template-generation                    | 3         | Deployment  | NONE
          controller-uid                             | x         | Job         | FULL
          batch.kubernetes.io/controller-uid         | x         | CronJob     | FULL
          batch.kubernetes.io/job-completion-index   | 0         | Job         | FULL
          batch.kubernetes.io/job-completion-index   | 0         | Deployment  | NONE
          statefulset.kubernetes.io/pod-name         | db-0      | StatefulSet | FULL
          statefulset.kubernetes.io/pod-name         | db-1      | StatefulSet | FULL
          statefulset.kubernetes.io/pod-name         | db-2      | StatefulSet | ALL_BUT_COMPUTED
          statefulset.kubernetes.io/pod-name         | db-01     | StatefulSet | ALL_BUT_COMPUTED
          statefulset.kubernetes.io/pod-name         | dbx-0     | StatefulSet | ALL_BUT_COMPUTED
          statefulset.kubernetes.io/pod-name         | db-99999999999 | StatefulSet | ALL_BUT_COMPUTED
          statefulset.kubernetes.io/pod-name         | db-0      | Deployment  | NONE
          apps.kubernetes.io/pod-index               | 1         | StatefulSet | FULL
          apps.kubernetes.io/pod-index               | 2         | StatefulSet | ALL_BUT_COMPUTED
          job-name                                   | db        | Job         | FULL
          batch.kubernetes.io/job-name               | db        | Job         | FULL
          batch.kubernetes.io/job-name               | other     | Job         | ALL_BUT_COMPUTED
          job-name                                   | db-123    | CronJob     | FULL
          job-name                                   | db        | Deployment  | NONE
          rollouts-pod-template-hash                 | 5d9c7f    | Deployment  | FULL
          vault-active                               | true      | StatefulSet | FULL
          spilo-role                                 | master    | StatefulSet | FULL
          role                                       | master    | Deployment  | FULL
          cnpg.io/instanceRole                       | primary   | Pod         | FULL
          tier                                       | web       | Deployment  | NONE
          """)
  void labelsAddedAtRunTimeAreNotAskedOfTheTemplate(
      String key, String value, String kind, Match match) {
    var workload = workload(kind + "/db {replicas: 2, labels: {app: db}}");
    assertThat(new SelectorMatch(Map.of("app", "db", key, value)).of(workload)).isEqualTo(match);
  }

  @ParameterizedTest
  @CsvSource({
    "0, ALL_BUT_COMPUTED",
    "4, ALL_BUT_COMPUTED",
    "5, FULL",
    "6, FULL",
    "7, ALL_BUT_COMPUTED"
  })
  void ordinalsMayStartAnywhere(String ordinal, Match match) {
    var workload =
        workload("StatefulSet/db {replicas: 2, ordinals: {start: 5}, labels: {app: db}}");
    var selector = Map.of("app", "db", "apps.kubernetes.io/pod-index", ordinal);
    assertThat(new SelectorMatch(selector).of(workload)).isEqualTo(match);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {role: web} | FULL
          {role: api} | NONE
          """)
  void aRunTimeLabelThatTheTemplateCarriesIsCompared(String labels, Match match) {
    var workload = workload("Deployment/d {labels: %s}".formatted(labels));
    assertThat(new SelectorMatch(Map.of("role", "web")).of(workload)).isEqualTo(match);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spilo-role                         | true
          pod-template-hash                  | true
          statefulset.kubernetes.io/pod-name | false
          job-name                           | false
          app                                | false
          """)
  void onlyControllersKnowWhoCarriesTheirLabels(String key, boolean cannotTell) {
    assertThat(new SelectorMatch(Map.of(key, "x")).cannotTell()).isEqualTo(cannotTell);
    assertThat(new SelectorMatch(Map.of(key, "x", "tier", "db")).cannotTell()).isFalse();
  }

  private static ServiceWiring service(String spec) {
    return Manifests.object(
        "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {%s}}".formatted(spec),
        ServiceWiring.class);
  }

  /// A workload of a built-in kind, written `Kind/name {field: value, …}`.
  private static Workload workload(String notation) {
    var name = notation.substring(notation.indexOf('/') + 1, notation.indexOf(' '));
    var kind = notation.substring(0, notation.indexOf('/'));
    Map<String, Object> fields =
        Map.copyOf(Manifests.trees(notation.substring(notation.indexOf(" "))).getFirst());
    var group =
        switch (kind) {
          case "Pod" -> "";
          case "Job", "CronJob" -> "batch/";
          default -> "apps/";
        };
    var pod = Map.of("metadata", Map.of("labels", fields.get("labels")));
    var metadata =
        fields.containsKey("namespace")
            ? Map.of("name", name, "namespace", fields.get("namespace"))
            : Map.of("name", name, "labels", fields.getOrDefault("own", Map.of()));
    var spec =
        Map.of(
            "replicas", fields.getOrDefault("replicas", 1),
            "ordinals", fields.getOrDefault("ordinals", Map.of()),
            "selector", Map.of("matchLabels", fields.getOrDefault("matchLabels", Map.of())),
            "template", pod,
            "jobTemplate", Map.of("spec", Map.of("template", pod)));
    var tree =
        kind.equals("Pod")
            ? Map.of(
                "apiVersion",
                "v1",
                "kind",
                kind,
                "metadata",
                Map.of("name", name, "labels", fields.get("labels")))
            : Map.of("apiVersion", group + "v1", "kind", kind, "metadata", metadata, "spec", spec);
    return (Workload) Manifests.reading(tree).object().orElseThrow();
  }
}
