package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case under `src/test/resources/judge`, at every level, by every client, real and dry.
class JudgeCasesTest {
  static List<JudgeCase> cases() {
    return JudgeCase.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isJudgedAsWanted(JudgeCase one) {
    for (var level : JudgeCase.LEVELS) {
      for (var sender : Sender.values()) {
        for (var run : Run.values()) {
          assertThat(judged(one, level, sender, run).judgements())
              .as("%s at %s by %s, %s", one, level, sender, run)
              .extracting(JudgeCase::described)
              .containsExactlyInAnyOrderElementsOf(one.wants(level, sender, run));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theHeaderIsWellFormed(JudgeCase one) {
    assertThat(one.header().lines().getFirst()).endsWith(".");
    assertThat(one.places())
        .isNotEmpty()
        .allSatisfy(place -> assertThat(place).matches("(strict|guard|warn)(/(pipeline|dry))?"));
    assertThat(one.header().values("want"))
        .doesNotHaveDuplicates()
        .allSatisfy(
            want ->
                assertThat(want)
                    .matches(
                        "[^:]+: (nothing|(deny|settle|warn|allowed) "
                            + "(fact|cut|workload-arrives|service-arrives|standing) \\S+ \\S+)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void offIsSilent(JudgeCase one) {
    assertThat(judged(one, Level.OFF, Sender.PERSON, Run.REAL)).isEqualTo(Verdict.NONE);
  }

  /// What is admitted and sent again breaks nothing more, whatever stands there broken.
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void sendingTheSameAgainDeniesNothing(JudgeCase one) {
    var done = new Change(Optional.of(one.after()), one.after());
    for (var level : JudgeCase.LEVELS) {
      var verdict =
          Judge.judge(
              done,
              one.view().with(one.after()),
              one.circumstances(level, Sender.PERSON, Run.REAL));
      assertThat(verdict.judgements())
          .extracting(Judgement::arrival)
          .allMatch(arrival -> arrival == Arrival.STANDING);
      assertThat(verdict.denied()).isFalse();
    }
  }

  /// C13: the way back to wiring that worked is never barred.
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void rollingBackToWiringThatWorkedIsAdmitted(JudgeCase one) {
    var change = one.change();
    if (change.before().isEmpty() || breaksSomething(one.view())) {
      return;
    }
    var back = change(one.after(), change.before().get());
    for (var sender : Sender.values()) {
      var verdict =
          Judge.judge(
              back, one.view().with(one.after()), one.circumstances(Level.GUARD, sender, Run.REAL));
      assertThat(verdict.denied()).as("%s", verdict.judgements()).isFalse();
    }
  }

  private static Change change(KubernetesObject from, KubernetesObject to) {
    return Change.update(from, to);
  }

  private static boolean breaksSomething(ClusterView view) {
    return Checks.findings(view).stream()
        .anyMatch(
            finding ->
                finding.check().kind() != CheckKind.ADVICE && finding.severity() != Severity.INFO);
  }

  private static Verdict judged(JudgeCase one, Level level, Sender sender, Run run) {
    assertThat(one.after()).isInstanceOfAny(ServiceWiring.class, Workload.class);
    return Judge.judge(one.change(), one.view(), one.circumstances(level, sender, run));
  }
}
