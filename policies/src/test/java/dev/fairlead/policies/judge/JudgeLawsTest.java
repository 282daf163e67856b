package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Certainty;
import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.fixtures.Fixture;
import dev.fairlead.policies.fixtures.Fixtures;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.view.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of every change: each object of each fixture, created, sent again and put in place of
/// each other object of its kind.
class JudgeLawsTest {
  /// One change to what a fixture holds.
  private record Case(Change change, List<? extends KubernetesObject> existing) {
    Verdict at(Level level, Sender sender, Run run) {
      return Judge.judge(
          change,
          Manifests.view(Scope.CLUSTER, existing),
          new Circumstances(level, Map.of(), Overrides.HONOURED, sender, run, Instant.MIN));
    }
  }

  static List<Fixture> fixtures() {
    return Fixtures.ofChecks();
  }

  private static void forEachChange(Fixture fixture, Consumer<Case> law) {
    var objects = Manifests.objects(fixture.yaml());
    for (var object : objects) {
      var others = new ArrayList<>(objects);
      others.remove(object);
      law.accept(new Case(Change.create(object), others));
      law.accept(new Case(new Change(Optional.of(object), object), objects));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void aChangeThatChangesNothingBreaksNothing(Fixture fixture) {
    var objects = Manifests.objects(fixture.yaml());
    for (var object : objects) {
      var again = new Case(new Change(Optional.of(object), object), objects);
      assertThat(again.at(Level.STRICT, Sender.PERSON, Run.REAL).judgements())
          .extracting(Judgement::arrival)
          .allMatch(arrival -> arrival == Arrival.STANDING);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void onlyWhatIsProvenAndNoAdviceAndNewIsDenied(Fixture fixture) {
    forEachChange(
        fixture,
        one -> {
          for (var level : Level.values()) {
            assertThat(one.at(level, Sender.PERSON, Run.REAL).of(Outcome.DENY))
                .allSatisfy(
                    judgement -> {
                      assertThat(
                              judgement.finding().certainty() == Certainty.PROVEN
                                  || judgement.arrival() == Arrival.CUT)
                          .isTrue();
                      assertThat(judgement.finding().check().kind()).isNotEqualTo(CheckKind.ADVICE);
                      assertThat(judgement.arrival()).isNotEqualTo(Arrival.STANDING);
                    });
          }
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void everyLevelSeesTheSameFindingsAndTheStricterDeniesAllThatTheLaxerDoes(Fixture fixture) {
    forEachChange(
        fixture,
        one -> {
          for (var sender : Sender.values()) {
            for (var run : Run.values()) {
              var strict = one.at(Level.STRICT, sender, run);
              var guard = one.at(Level.GUARD, sender, run);
              var warn = one.at(Level.WARN, sender, run);
              assertThat(messages(guard.judgements())).isEqualTo(messages(strict.judgements()));
              assertThat(messages(warn.judgements())).isEqualTo(messages(strict.judgements()));
              assertThat(messages(strict.of(Outcome.DENY)))
                  .containsAll(messages(guard.of(Outcome.DENY)));
              assertThat(warn.denied()).isFalse();
              assertThat(one.at(Level.OFF, sender, run)).isEqualTo(Verdict.NONE);
            }
          }
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void aHintAboutTheClientNeverLiftsAFactOrACut(Fixture fixture) {
    forEachChange(
        fixture,
        one -> {
          var interactive = hard(one.at(Level.GUARD, Sender.PERSON, Run.REAL));
          assertThat(hard(one.at(Level.GUARD, Sender.PIPELINE, Run.REAL))).isEqualTo(interactive);
          assertThat(hard(one.at(Level.GUARD, Sender.PIPELINE, Run.DRY))).isEqualTo(interactive);
        });
  }

  private static List<String> hard(Verdict verdict) {
    return messages(
        verdict.of(Outcome.DENY).stream()
            .filter(j -> j.arrival() == Arrival.FACT || j.arrival() == Arrival.CUT)
            .toList());
  }

  private static List<String> messages(List<Judgement> judgements) {
    return judgements.stream().map(judgement -> judgement.finding().message()).sorted().toList();
  }
}
