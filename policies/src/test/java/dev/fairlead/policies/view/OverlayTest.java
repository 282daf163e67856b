package dev.fairlead.policies.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.fixtures.Corpus;
import dev.fairlead.policies.fixtures.Fixture;
import dev.fairlead.policies.fixtures.Fixtures;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One change laid over a view is the view built anew with the change in it.
class OverlayTest {
  /// Of a large bundle this many objects are changed, each in every way.
  private static final int MOST_CHANGES = 8;

  static List<Fixture> fixtures() {
    return Fixtures.ofChecks();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void anOverlaidFixtureEqualsOneBuiltAnew(Fixture fixture) {
    assertOverlaysEqualFreshViews(fixture.scope(), Manifests.objects(fixture.yaml()));
  }

  @Test
  @Tag("corpus")
  void anOverlaidBundleOfTheCorpusEqualsOneBuiltAnew() {
    var bundles = Corpus.bundles();
    assumeFalse(bundles.isEmpty(), Corpus.absence());
    for (var bundle : bundles) {
      assertOverlaysEqualFreshViews(Scope.CLUSTER, bundle.objects());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void theOrderOfObjectsDoesNotMatter(Fixture fixture) {
    var objects = new ArrayList<>(Manifests.objects(fixture.yaml()));
    var inOrder = rulings(Manifests.view(fixture.scope(), objects));
    for (var round = 0; round < 5; round++) {
      Collections.shuffle(objects, new Random(round));
      assertThat(rulings(Manifests.view(fixture.scope(), objects))).isEqualTo(inOrder);
    }
  }

  @Test
  void ofTwoObjectsWithOneNameTheLaterStands() {
    var view = Manifests.view(Scope.CLUSTER, service("a: b") + "---\n" + service("c: d"));
    assertThat(view.namespace("default").services()).hasSize(1);
    assertThat(view.namespace("default").service("s").orElseThrow().selector())
        .containsExactlyEntriesOf(Map.of("c", "d"));
  }

  @Test
  void objectsWithoutANameOfTheirOwnStandBesideEachOther() {
    var service = service("a: b").replace("name: s", "generateName: s");
    var view = Manifests.view(Scope.CLUSTER, service + "---\n" + service);
    assertThat(view.namespace("default").services()).hasSize(2);
  }

  @Test
  void aViewNeverChanges() {
    var view = Manifests.view(Scope.CLUSTER, service("a: b"));
    var service = view.namespace("default").service("s").orElseThrow();
    view.without(service);
    view.with(Manifests.object(service("c: d"), ServiceWiring.class));
    assertThat(view.namespace("default").services()).containsExactly(service);
  }

  @Test
  void aChangeMayOpenANamespaceOfItsOwn() {
    var service =
        Manifests.object(
            service("a: b").replace("name: s", "name: s, namespace: new"), ServiceWiring.class);
    var view = Manifests.view(Scope.CLUSTER, service("a: b")).with(service);
    assertThat(view.namespace("new").services()).containsExactly(service);
    assertThat(view.namespace("default").services()).hasSize(1);
  }

  private static String service(String selector) {
    return """
    apiVersion: v1
    kind: Service
    metadata: { name: s }
    spec: { selector: { %s }, ports: [{ port: 80 }] }
    """
        .formatted(selector);
  }

  private static void assertOverlaysEqualFreshViews(
      Scope scope, List<? extends KubernetesObject> all) {
    var byName = new LinkedHashMap<String, KubernetesObject>();
    for (var object : all) {
      var ref = object.ref();
      byName.put(ref.group() + "/" + ref + "." + ref.namespace(), object);
    }
    var objects = List.copyOf(byName.values());
    var whole = Manifests.view(scope, objects);
    var judged =
        objects.stream()
            .filter(OverlayTest::mayBeJudged)
            .filter(object -> objects.stream().noneMatch(other -> isCopyOf(other, object)))
            .limit(MOST_CHANGES)
            .toList();
    for (var object : judged) {
      var others = objects.stream().filter(other -> !other.equals(object)).toList();
      var absent = Manifests.view(scope, others);
      assertThat(rulings(whole.without(object)))
          .as("without %s", object)
          .isEqualTo(rulings(absent));
      assertThat(rulings(absent.with(object))).as("with %s", object).isEqualTo(rulings(whole));
      var changed = new ArrayList<>(others);
      changed.add(relabelled(object));
      var overlaid = whole.with(relabelled(object));
      var fresh = Manifests.view(scope, changed);
      assertThat(rulings(overlaid)).as("with %s relabelled", object).isEqualTo(rulings(fresh));
      assertUnmatchedAreKnown(whole, object, overlaid, fresh);
    }
  }

  /// The copies of what changes are hidden by an overlay, as `CopiesTest` wants: a view built anew
  /// shows them.
  private static boolean isCopyOf(KubernetesObject object, KubernetesObject maker) {
    return object
        .metadata()
        .controller()
        .filter(owner -> owner.kind().equals(maker.ref().kind()))
        .filter(owner -> owner.name().equals(maker.ref().name()))
        .isPresent();
  }

  /// What the judge asks of a change: which Services select nothing now.
  private static void assertUnmatchedAreKnown(
      ClusterView before, KubernetesObject object, ClusterView after, ClusterView fresh) {
    var namespace = object.ref().namespace();
    var known = new HashSet<>(names(after.namespace(namespace).unmatched()));
    if (object instanceof Workload workload) {
      known.addAll(names(before.selecting(workload)));
    }
    assertThat(known).containsAll(names(fresh.namespace(namespace).unmatched()));
  }

  private static List<String> names(List<ServiceWiring> services) {
    return services.stream().map(service -> service.ref().name()).toList();
  }

  /// What the judge lays over a view: Services, and workloads that no controller made.
  private static boolean mayBeJudged(KubernetesObject object) {
    return (object instanceof ServiceWiring || object instanceof Workload)
        && object.metadata().controller().isEmpty()
        && !object.metadata().is(Trait.NAME_GENERATED);
  }

  private static KubernetesObject relabelled(KubernetesObject object) {
    return switch (object) {
      case ServiceWiring s -> {
        var selector = new HashMap<>(s.selector());
        selector.replaceAll((_, value) -> value + "x");
        yield new ServiceWiring(
            s.metadata(), s.exposure(), selector, s.ports(), s.readiness(), s.lastWired());
      }
      case Workload w -> {
        var labels = new HashMap<>(w.labels());
        labels.replaceAll((_, value) -> value + "x");
        yield new Workload(
            w.metadata(),
            w.template(),
            labels,
            w.containers(),
            w.readinessGates(),
            w.spokenNumbers(),
            w.configuration(),
            w.injection(),
            w.resolution(),
            w.references(),
            w.replicas(),
            w.rollout(),
            w.ordinals(),
            w.serviceName(),
            w.pod(),
            w.templateHash());
      }
      default -> object;
    };
  }

  /// All that a view decides: every finding, and who selects whom.
  private static Set<String> rulings(ClusterView view) {
    var rulings = Checks.findings(view).stream().map(Fixture::described);
    var all = rulings.collect(Collectors.toCollection(TreeSet::new));
    for (var namespace : view.namespaces()) {
      for (var service : namespace.services()) {
        view.selectedBy(service)
            .forEach(workload -> all.add(service.ref() + " selects " + workload.ref()));
      }
      for (var workload : namespace.workloads()) {
        view.selecting(workload)
            .forEach(service -> all.add(workload.ref() + " is selected by " + service.ref()));
      }
    }
    return all;
  }
}
