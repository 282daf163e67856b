package dev.fairlead.policies.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.fixtures.Fixture;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.judge.Arrival;
import dev.fairlead.policies.judge.Change;
import dev.fairlead.policies.judge.Circumstances;
import dev.fairlead.policies.judge.Judge;
import dev.fairlead.policies.judge.Judgement;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Verdict;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What holds of every verdict on every change to every namespace.
class JudgePropertiesTest {
  private static final int TRIES = 500;

  /// A change to one object of what is there, and what else a property asks for.
  private record Case(
      List<Map<String, ?>> existing,
      Map<String, ?> changed,
      Level level,
      Scope scope,
      Map<String, ?> unrelated,
      List<Map<String, ?>> shuffled) {
    static Case random(Choices choices) {
      var existing = RandomObjects.namespaces(choices);
      return new Case(
          existing,
          RandomObjects.judged(choices),
          choices.of(Level.values()),
          choices.of(Scope.values()),
          JudgePropertiesTest.unrelated(choices),
          choices.shuffled(existing));
    }
  }

  private static void holds(Consumer<Case> property) {
    Property.holds(TRIES, Case::random, property);
  }

  private static Map<String, ?> unrelated(Choices choices) {
    var strange = Map.of("stranger", "stranger");
    var container = Map.of("name", "stranger", "ports", List.of(Map.of("containerPort", 7)));
    var template =
        Map.of(
            "metadata",
            Map.of("labels", strange),
            "spec",
            Map.of("containers", List.of(container)));
    var ports = List.of(Map.of("port", 7));
    return choices.of(
        RandomObjects.object("v1", "ConfigMap", "stranger", "default", Map.of()),
        RandomObjects.object("v1", "Service", "stranger", "default", Map.of("ports", ports)),
        RandomObjects.object(
            "v1", "Service", "stranger", "default", Map.of("selector", strange, "ports", ports)),
        RandomObjects.object(
            "apps/v1", "Deployment", "stranger", "default", Map.of("template", template)),
        RandomObjects.object(
            "batch/v1", "Job", "stranger", "default", Map.of("template", template)),
        RandomObjects.object("example.com/v1", "Database", "stranger", "elsewhere", Map.of()),
        RandomObjects.object(
            "v1", "Service", "stranger", "elsewhere", Map.of("selector", strange, "ports", ports)));
  }

  @Test
  void theSameQuestionHasTheSameAnswer() {
    holds(
        of ->
            assertThat(described(judge(of.existing(), of.changed(), of.level())))
                .isEqualTo(described(judge(of.existing(), of.changed(), of.level()))));
  }

  @Test
  void theOrderOfObjectsDoesNotMatter() {
    holds(
        of ->
            assertThat(described(judge(of.shuffled(), of.changed(), of.level())))
                .containsExactlyInAnyOrderElementsOf(
                    described(judge(of.existing(), of.changed(), of.level()))));
  }

  @Test
  void whatChangesNothingAddsNothing() {
    holds(
        of -> {
          var objects = new ArrayList<>(RandomObjects.read(of.existing()));
          var object = RandomObjects.read(of.changed());
          objects.removeIf(other -> other.ref().sameObject(object.ref()));
          objects.add(object);
          var verdict = judge(Change.update(object, object), objects, Level.STRICT);
          assertThat(verdict.judgements())
              .extracting(Judgement::arrival)
              .allMatch(arrival -> arrival == Arrival.STANDING);
          assertThat(verdict.denied()).isFalse();
        });
  }

  @Test
  void anOverlayIsTheViewBuiltAnew() {
    holds(
        of -> {
          var objects = new ArrayList<>(RandomObjects.read(of.existing()));
          var object = RandomObjects.read(of.changed());
          var before = Manifests.view(of.scope(), objects);
          objects.removeIf(other -> other.ref().sameObject(object.ref()));
          var without = Manifests.view(of.scope(), objects);
          objects.add(object);
          var with = Manifests.view(of.scope(), objects);
          assertThat(findings(before.with(object))).isEqualTo(findings(with));
          assertThat(findings(before.without(object))).isEqualTo(findings(without));
          assertThat(findings(with.without(object))).isEqualTo(findings(without));
        });
  }

  @Test
  void anUnrelatedObjectChangesNoVerdict() {
    holds(
        of -> {
          var more = new ArrayList<>(of.existing());
          more.add(of.unrelated());
          assertThat(decided(judge(more, of.changed(), of.level())))
              .isEqualTo(decided(judge(of.existing(), of.changed(), of.level())));
        });
  }

  private static Verdict judge(List<Map<String, ?>> existing, Map<String, ?> changed, Level level) {
    var objects = RandomObjects.read(existing);
    var object = RandomObjects.read(changed);
    var old = objects.stream().filter(other -> other.ref().sameObject(object.ref())).findFirst();
    return judge(new Change(old, object), objects, level);
  }

  private static Verdict judge(Change change, List<KubernetesObject> objects, Level level) {
    return Judge.judge(
        change, Manifests.view(Scope.CLUSTER, objects), Circumstances.byPerson(level));
  }

  /// The whole of a verdict.
  private static List<String> described(Verdict verdict) {
    return verdict.judgements().stream()
        .map(j -> "%s %s %s".formatted(j.outcome(), j.arrival(), Fixture.described(j.finding())))
        .toList();
  }

  /// A verdict without its words, which may well tell of what is unrelated.
  private static List<String> decided(Verdict verdict) {
    return verdict.judgements().stream()
        .map(j -> "%s %s %s".formatted(j.outcome(), j.arrival(), place(j.finding())))
        .sorted()
        .toList();
  }

  private static String place(Finding finding) {
    return String.join(
        " ",
        finding.certainty().toString(),
        finding.check().id(),
        finding.object().toString(),
        finding.container().orElse(""),
        finding.field().toString());
  }

  private static List<String> findings(ClusterView view) {
    return Checks.findings(view).stream().map(Fixture::described).sorted().toList();
  }
}
