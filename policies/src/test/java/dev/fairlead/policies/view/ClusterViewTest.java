package dev.fairlead.policies.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.Injector;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ServiceWiring;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a view knows of Services by name, in its own namespace and in others.
class ClusterViewTest {
  private static ServiceWiring service(String namespace, String name) {
    return Manifests.object(
        "{apiVersion: v1, kind: Service, metadata: {namespace: %s, name: %s}}"
            .formatted(namespace, name),
        ServiceWiring.class);
  }

  /// Those Services, and one namespace that is shown.
  private static Optional<ServiceDirectory> directory(String shown, ServiceWiring... services) {
    return Optional.of(
        new ServiceDirectory() {
          @Override
          public List<ServiceWiring> named(String name) {
            return Stream.of(services)
                .filter(service -> service.ref().name().equals(name))
                .toList();
          }

          @Override
          public boolean shows(String namespace) {
            return namespace.equals(shown);
          }
        });
  }

  private static ClusterView live(Optional<ServiceDirectory> elsewhere, ServiceWiring... services) {
    var namespace = NamespaceView.builder("shop");
    List.of(services).forEach(namespace::add);
    return ClusterView.ofCluster(namespace.build(), Knowledge.COMPLETE, elsewhere);
  }

  @Test
  void servicesOfOtherNamespacesComeFromTheDirectory() {
    var other = service("other", "db");
    var view = live(directory("other", other));

    assertThat(view.servicesNamed("db")).containsExactly(other);
    assertThat(view.servicesNamed("queue")).isEmpty();
  }

  /// A live read is newer than what the directory remembers.
  @Test
  void theNamespaceOfTheViewAloneSaysWhatIsInIt() {
    var own = service("shop", "db");
    var gone = service("shop", "queue");
    var other = service("a-namespace", "db");
    var view = live(directory("a-namespace", own, gone, other), own);

    assertThat(view.servicesNamed("db")).containsExactly(other, own);
    assertThat(live(directory("shop", gone)).servicesNamed("queue")).isEmpty();
  }

  @Test
  void aClusterKnowsTheServicesOfOtherNamespacesByADirectoryAlone() {
    assertThat(live(Optional.empty()).knowsServicesOf("shop")).isTrue();
    assertThat(live(Optional.empty()).knowsServicesOf("other")).isFalse();
    assertThat(live(directory("other")).knowsServicesOf("other")).isTrue();
    assertThat(live(directory("other")).knowsServicesOf("hidden")).isFalse();
  }

  @Test
  void filesKnowTheServicesOfTheNamespacesInThemUnlessTheyAreComplete() {
    var objects = List.of(service("shop", "db"));

    assertThat(Manifests.view(Scope.FILES, objects).knowsServicesOf("shop")).isTrue();
    assertThat(Manifests.view(Scope.FILES, objects).knowsServicesOf("other")).isFalse();
    assertThat(Manifests.view(Scope.COMPLETE_FILES, objects).knowsServicesOf("other")).isTrue();
  }

  @Test
  void buildersTakeOneThingAfterTheOther() {
    var pod =
        Manifests.object(
            "{apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {helm.sh/hook: test}}}",
            KubernetesObject.class);
    var namespace =
        Manifests.object(
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}", KubernetesObject.class);

    var one =
        NamespaceView.builder("shop")
            .injection(Injector.Marks.NONE)
            .add(pod)
            .add(service("shop", "db"))
            .missing("a")
            .withoutRevisions("StatefulSet")
            .missing("b")
            .build();
    var all =
        ClusterView.builder(Scope.CLUSTER)
            .add(namespace)
            .add(service("shop", "db"))
            .missing("shop", "a")
            .missing("b")
            .build();

    assertThat(one.services()).hasSize(1);
    assertThat(one.workloads()).isEmpty();
    assertThat(all.namespace("shop").services()).hasSize(1);
    assertThat(all.creates("shop")).isTrue();
    assertThat(all.creates("other")).isFalse();
    assertThat(all.knowledgeOf("shop").missing()).containsExactlyInAnyOrder("a", "b");
    assertThat(all.everywhere().missing()).containsExactly("b");
    assertThat(all.knowingEverywhere().everywhere().isComplete()).isTrue();
  }
}
