package dev.fairlead.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.Knowledge;
import dev.fairlead.policies.view.NamespaceView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is kept of the objects that a watch shows, who sees it, and who is told.
final class KnownObjectsTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final String TENANT = "example.com/tenant";

  private final Changes changes = new Changes();
  private final List<String> told = new ArrayList<>();
  private Instant now = NOON;
  private final KnownObjects known = shownBy(new Disclosure.All());

  private KnownObjects shownBy(Disclosure disclosure) {
    return new KnownObjects(disclosure, changes, () -> now);
  }

  @BeforeEach
  void listen() {
    changes.follow(told::add);
  }

  private static ServiceWiring service(String namespace, String name, String app) {
    return Manifests.object(
        """
        apiVersion: v1
        kind: Service
        metadata: { name: %s, namespace: %s }
        spec: { selector: { app: %s }, ports: [{ port: 80 }] }
        """
            .formatted(name, namespace, app),
        ServiceWiring.class);
  }

  private static Workload deployment(String namespace, String name) {
    return template("apps/v1", "Deployment", namespace, name);
  }

  private static Workload template(String version, String kind, String namespace, String name) {
    return Manifests.object(
        """
        apiVersion: %s
        kind: %s
        metadata: { name: %s, namespace: %s }
        spec:
          template:
            metadata: { labels: { app: shop } }
            spec: { containers: [{ name: web }] }
        """
            .formatted(version, kind, name, namespace),
        Workload.class);
  }

  /// @param owner its controller as YAML; empty: none
  private static Workload pod(String name, String owner) {
    return Manifests.object(
        """
        apiVersion: v1
        kind: Pod
        metadata: { name: %s, namespace: prod, labels: { app: shop }, ownerReferences: [%s] }
        spec: { containers: [{ name: web }] }
        """
            .formatted(name, owner),
        Workload.class);
  }

  private static KubernetesObject namespace(String name, String labels) {
    return Manifests.object(
        "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {%s}}}"
            .formatted(name, labels),
        KubernetesObject.class);
  }

  private static KubernetesObject withoutPods(ObjectRef ref) {
    return new OtherObject(Metadata.of(ref), new OtherObject.Pods.None());
  }

  private static List<String> names(List<? extends KubernetesObject> objects) {
    return objects.stream().map(object -> object.ref().name()).sorted().toList();
  }

  /// Each view that is built has one of its own, and hands it on to whatever surrounds it.
  private static Knowledge built(NamespaceView view) {
    return view.knowledge();
  }

  private List<String> named(String name, String asking) {
    return namespaces(known, name, asking);
  }

  private static List<String> namespaces(KnownObjects known, String name, String asking) {
    return known.servicesShownTo(asking).named(name).stream()
        .map(service -> service.ref().namespace())
        .sorted()
        .toList();
  }

  @Test
  void anObjectIsSeenInItsOwnNamespaceAlone() {
    known.put(service("prod", "shop", "shop"));
    known.put(deployment("prod", "shop"));
    known.put(deployment("test", "trial"));

    assertThat(names(known.view("prod").services())).containsExactly("shop");
    assertThat(names(known.view("prod").workloads())).containsExactly("shop");
    assertThat(known.view("test").services()).isEmpty();
    assertThat(names(known.glance("test").workloads())).containsExactly("trial");
    assertThat(known.view("empty").workloads()).isEmpty();
    assertThat(known.namespaces()).containsExactlyInAnyOrder("prod", "test");
    assertThat(List.of(known.size("prod"), known.size("test"), known.size("empty")))
        .containsExactly(2, 1, 0);
  }

  @Test
  void anObjectInAnotherVersionTakesThePlaceOfTheEarlierOne() {
    known.put(template("example.com/v1", "Widget", "prod", "w"));
    known.put(template("example.com/v2", "Widget", "prod", "w"));

    assertThat(known.view("prod").workloads())
        .extracting(workload -> workload.ref().apiVersion())
        .containsExactly("example.com/v2");
    assertThat(known.size("prod")).isEqualTo(1);
  }

  @Test
  void objectsOfOneNameAndOtherKindsOrGroupsStandBesideEachOther() {
    known.put(deployment("prod", "shop"));
    known.put(template("example.com/v1", "Deployment", "prod", "shop"));
    known.put(template("apps/v1", "StatefulSet", "prod", "shop"));

    known.remove(deployment("prod", "shop").ref());

    assertThat(known.view("prod").workloads())
        .extracting(workload -> workload.ref().apiVersion() + " " + workload.ref())
        .containsExactlyInAnyOrder("example.com/v1 Deployment/shop", "apps/v1 StatefulSet/shop");
  }

  @Test
  void aNamespaceWithoutObjectsIsForgotten() {
    known.put(service("prod", "shop", "shop"));
    known.put(deployment("prod", "shop"));

    known.remove(deployment("prod", "shop").ref());
    assertThat(known.namespaces()).containsExactly("prod");
    assertThat(known.view("prod").workloads()).isEmpty();

    known.remove(service("prod", "shop", "shop").ref());
    assertThat(known.namespaces()).isEmpty();
    assertThat(known.view("prod").services()).isEmpty();
  }

  @Test
  void aListForgetsWhatIsNotInItAndNoOtherKind() {
    known.put(deployment("prod", "kept"));
    known.put(deployment("prod", "gone"));
    known.put(deployment("test", "gone"));
    known.put(template("example.com/v1", "Deployment", "prod", "other"));
    known.put(service("prod", "shop", "shop"));
    told.clear();

    known.retain("apps", "Deployment", Set.of(deployment("prod", "kept").ref()));

    assertThat(names(known.view("prod").workloads())).containsExactly("kept", "other");
    assertThat(names(known.view("prod").services())).containsExactly("shop");
    assertThat(known.namespaces()).containsExactly("prod");
    assertThat(told).containsExactlyInAnyOrder("prod", "test");
  }

  @Test
  void aListOfNamespacesForgetsThoseThatAreNotInIt() {
    known.put(namespace("prod", ""));
    known.put(namespace("test", ""));
    known.put(deployment("test", "trial"));

    known.retain("", "Namespace", Set.of(namespace("prod", "").ref()));

    assertThat(known.namespace("prod")).isPresent();
    assertThat(known.namespace("test")).isEmpty();
    assertThat(names(known.view("test").workloads())).containsExactly("trial");

    known.remove(namespace("prod", "").ref());
    assertThat(known.namespace("prod")).isEmpty();
  }

  @Test
  void aViewIsBuiltAnewWhenItsNamespaceHasChangedAndOnlyThen() {
    known.put(service("prod", "shop", "blue"));
    var first = built(known.view("prod"));

    known.put(service("prod", "shop", "blue"));
    known.put(service("test", "shop", "green"));
    known.put(namespace("prod", ""));
    known.remove(deployment("prod", "never-there").ref());
    assertThat(built(known.view("prod"))).isSameAs(first);

    known.put(service("prod", "shop", "green"));
    var second = built(known.view("prod"));
    assertThat(second).isNotSameAs(first);
    assertThat(known.view("prod").service("shop")).contains(service("prod", "shop", "green"));

    known.put(deployment("prod", "shop"));
    known.remove(deployment("prod", "shop").ref());
    assertThat(built(known.view("prod"))).isNotSameAs(second);
  }

  @Test
  void aGlanceKeepsNothingAndTakesWhatIsKept() {
    known.put(service("prod", "shop", "blue"));
    assertThat(built(known.glance("prod"))).isNotSameAs(built(known.glance("prod")));

    var kept = built(known.view("prod"));
    assertThat(built(known.glance("prod"))).isSameAs(kept);

    known.put(service("prod", "shop", "green"));
    var glance = known.glance("prod");
    assertThat(built(glance)).isNotSameAs(kept);
    assertThat(glance.service("shop")).contains(service("prod", "shop", "green"));
    assertThat(built(known.view("prod"))).isNotSameAs(built(glance));
  }

  @Test
  void aViewThatSomebodyHoldsStaysAsItWas() {
    known.put(service("prod", "shop", "blue"));
    var held = known.view("prod");

    known.put(service("prod", "shop", "green"));
    known.remove(service("prod", "shop", "green").ref());

    assertThat(held.services()).containsExactly(service("prod", "shop", "blue"));
  }

  @Test
  void aServiceOfAnotherNamespaceIsFoundByItsNameWhileItIsThere() {
    known.put(service("prod", "shop", "blue"));
    known.put(service("test", "shop", "blue"));
    known.put(service("test", "trial", "blue"));
    assertThat(named("shop", "anywhere")).containsExactly("prod", "test");

    known.put(service("prod", "shop", "green"));
    assertThat(known.servicesShownTo("anywhere").named("shop"))
        .containsExactlyInAnyOrder(
            service("prod", "shop", "green"), service("test", "shop", "blue"));

    known.remove(service("prod", "shop", "green").ref());
    assertThat(named("shop", "anywhere")).containsExactly("test");
    known.retain("", "Service", Set.of(service("test", "trial", "blue").ref()));
    assertThat(named("shop", "anywhere")).isEmpty();
    assertThat(named("trial", "anywhere")).containsExactly("test");
  }

  @Test
  void aWorkloadWithTheNameOfAServiceTakesNoServiceAway() {
    known.put(service("prod", "shop", "blue"));
    known.put(template("serving.knative.dev/v1", "Service", "prod", "shop"));

    known.remove(template("serving.knative.dev/v1", "Service", "prod", "shop").ref());

    assertThat(named("shop", "test")).containsExactly("prod");
    assertThat(names(known.view("prod").services())).containsExactly("shop");
  }

  @Test
  void whatANamespaceIsShownFollowsTheLabelsOfBoth() {
    var labelled = shownBy(new Disclosure.Labelled(TENANT));
    labelled.put(service("prod", "shop", "blue"));
    labelled.put(namespace("prod", TENANT + ": a"));
    assertThat(namespaces(labelled, "shop", "test")).isEmpty();

    labelled.put(namespace("test", TENANT + ": a"));
    assertThat(namespaces(labelled, "shop", "test")).containsExactly("prod");
    assertThat(labelled.servicesShownTo("test").shows("prod")).isTrue();

    labelled.put(namespace("prod", TENANT + ": b"));
    assertThat(namespaces(labelled, "shop", "test")).isEmpty();
    assertThat(labelled.servicesShownTo("test").shows("prod")).isFalse();
  }

  @Test
  void nothingIsShownWhereNothingIsDisclosed() {
    var closed = shownBy(new Disclosure.None());
    closed.put(service("prod", "shop", "blue"));

    assertThat(namespaces(closed, "shop", "test")).isEmpty();
    assertThat(closed.servicesShownTo("test").shows("prod")).isFalse();
  }

  @Test
  void whatHasJustGoneIsKnownForAWhile() {
    var service = service("prod", "shop", "blue");
    var deployment = deployment("prod", "shop");
    known.put(service);
    known.put(deployment);
    var before = known.view("prod");
    known.remove(service.ref());
    known.retain("apps", "Deployment", Set.of());

    now = NOON.plusSeconds(29);
    for (var view : List.of(before, known.view("prod"), known.glance("prod"))) {
      assertThat(view.lately(service.ref())).contains(service);
      assertThat(view.lately(deployment.ref())).contains(deployment);
    }

    now = NOON.plusSeconds(30);
    for (var view : List.of(before, known.view("prod"), known.glance("prod"))) {
      assertThat(view.lately(service.ref())).isEmpty();
      assertThat(view.lately(deployment.ref())).isEmpty();
    }
  }

  @Test
  void whatGoesAgainCountsFromThen() {
    known.put(service("prod", "shop", "blue"));
    known.remove(service("prod", "shop", "blue").ref());
    now = NOON.plusSeconds(20);
    var second = service("prod", "shop", "green");
    known.put(second);
    known.remove(second.ref());

    now = NOON.plusSeconds(40);
    assertThat(known.view("prod").lately(second.ref())).contains(second);
  }

  @Test
  void ofANamespaceOnItsWayOutNotEverythingIsRemembered() {
    for (var i = 0; i < 4096; i++) {
      comesAndGoes("shop-" + i);
    }
    comesAndGoes("too-many");
    assertThat(known.view("prod").lately(service("prod", "shop-4095", "blue").ref())).isPresent();
    assertThat(known.view("prod").lately(service("prod", "too-many", "blue").ref())).isEmpty();

    now = NOON.plusSeconds(31);
    comesAndGoes("later");
    assertThat(known.view("prod").lately(service("prod", "later", "blue").ref())).isPresent();
  }

  private void comesAndGoes(String name) {
    var service = service("prod", name, "blue");
    known.put(service);
    known.remove(service.ref());
  }

  @Test
  void whatNobodyHasSeenGoIsKnownAsItStands() {
    var service = service("prod", "shop", "blue");
    known.put(service);

    assertThat(known.view("prod").lately(service.ref())).contains(service);
    assertThat(known.view("test").lately(service.ref())).contains(service);
    assertThat(known.view("prod").lately(deployment("prod", "shop").ref())).isEmpty();
  }

  @Test
  void aPodThatAControllerMadeIsNotRememberedAndABareOneIs() {
    var bare = pod("bare", "");
    var owned =
        pod("owned", "{apiVersion: apps/v1, kind: ReplicaSet, name: shop-1, controller: true}");
    known.put(bare);
    known.put(owned);

    known.remove(bare.ref());
    known.remove(owned.ref());

    assertThat(known.view("prod").lately(bare.ref())).contains(bare);
    assertThat(known.view("prod").lately(owned.ref())).isEmpty();
  }

  @Test
  void anObjectThatHasATemplateNoLongerMakesNoPods() {
    var widget = template("example.com/v1", "Widget", "prod", "w");
    known.put(widget);
    known.put(deployment("prod", "shop"));
    told.clear();

    known.put(withoutPods(widget.ref()));

    assertThat(names(known.view("prod").workloads())).containsExactly("shop");
    assertThat(known.size("prod")).isEqualTo(1);
    assertThat(told).containsExactly("prod");
  }

  @Test
  void anObjectThatMakesNoPodsIsNotKept() {
    known.put(withoutPods(new ObjectRef("example.com/v1", "Widget", "prod", "w")));

    assertThat(known.namespaces()).isEmpty();
    assertThat(known.size("prod")).isZero();
  }

  @Test
  void aChangeIsToldInItsNamespaceAndNothingElseIs() {
    known.put(service("prod", "shop", "blue"));
    known.put(deployment("test", "trial"));
    assertThat(told).containsExactly("prod", "test");
    told.clear();

    known.put(service("prod", "shop", "blue"));
    known.put(deployment("test", "trial"));
    assertThat(told).isEmpty();

    known.put(service("prod", "shop", "green"));
    known.remove(deployment("test", "trial").ref());
    assertThat(told).containsExactly("prod", "test");
  }

  @Test
  void aNamespaceThatGetsOtherSwitchesIsTold() {
    known.put(namespace("prod", ""));
    known.put(namespace("prod", ""));
    assertThat(told).containsExactly("prod");
    told.clear();

    known.put(namespace("prod", "fairlead.dev/level: strict"));
    assertThat(told).containsExactly("prod");
    assertThat(known.namespace("prod").orElseThrow().metadata().switches())
        .containsEntry("fairlead.dev/level", "strict");
  }

  @Test
  void whoIsToldSeesTheChange() {
    var seen = new ArrayList<List<String>>();
    changes.follow(namespace -> seen.add(names(known.view(namespace).services())));

    known.put(service("prod", "shop", "blue"));
    known.put(service("prod", "till", "blue"));
    known.remove(service("prod", "shop", "blue").ref());

    assertThat(seen).containsExactly(List.of("shop"), List.of("shop", "till"), List.of("till"));
  }

  @Test
  void whatLiesOutsideOfNamespacesReachesIntoEach() {
    var shop = deployment("prod", "shop");
    known.put(shop);
    assertThat(known.view("prod").injected(shop).injectors()).isEmpty();
    var kept = built(known.view("prod"));

    var proxies = new ObjectRef("apps.kruise.io/v1alpha1", "SidecarSet", "", "proxies");
    var injects = new OtherObject.Pods.Injects(Map.of("app", "shop"));
    known.put(new OtherObject(Metadata.of(proxies), injects));

    assertThat(known.view("prod").injected(shop).injectors()).isNotEmpty();
    assertThat(built(known.view("prod"))).isSameAs(kept);
  }

  @Test
  void whatANamespaceAsksForIsInItsViewWithoutBuildingItAnew() {
    var shop = deployment("prod", "shop");
    known.put(shop);
    var kept = built(known.view("prod"));

    known.put(namespace("prod", "istio-injection: enabled"));

    assertThat(known.view("prod").injected(shop).injectors()).isNotEmpty();
    assertThat(built(known.view("prod"))).isSameAs(kept);
  }

  @Test
  void whatComesBackInAnotherVersionWasThereBefore() {
    var widget = template("example.com/v1", "Widget", "prod", "w");
    known.put(widget);

    known.remove(widget.ref());

    var second = template("example.com/v2", "Widget", "prod", "w").ref();
    assertThat(known.view("prod").lately(second)).isPresent();
  }

  @Test
  void aServiceThatCanNoLongerBeReadIsNoLongerFoundByName() {
    var service = service("prod", "shop", "blue");
    known.put(service);

    known.put(new OtherObject(Metadata.of(service.ref()), new OtherObject.Pods.Unknown()));

    assertThat(known.view("prod").services()).isEmpty();
    assertThat(named("shop", "test")).isEmpty();
  }
}
