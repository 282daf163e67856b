package dev.fairlead.cli.plan;

import dev.fairlead.cli.clients.Client;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.judge.Arrival;
import dev.fairlead.policies.judge.Change;
import dev.fairlead.policies.judge.CheckLevel;
import dev.fairlead.policies.judge.Circumstances;
import dev.fairlead.policies.judge.Deletion;
import dev.fairlead.policies.judge.Judge;
import dev.fairlead.policies.judge.Judgement;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Outcome;
import dev.fairlead.policies.judge.Overrides;
import dev.fairlead.policies.judge.Run;
import dev.fairlead.policies.judge.Sender;
import dev.fairlead.policies.judge.Switches;
import dev.fairlead.policies.judge.Verdict;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.webhook.review.Relevant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Admission as a step meets it: the same judge, asked for each level.
final class StepAdmission {
  private final Client client;

  StepAdmission(Client client) {
    this.client = client;
  }

  /// @param now what is there
  /// @param begin what was there when the step's stage began
  Admission at(Level level, Step step, ReleaseState now, ReleaseState begin) {
    if (step.is(Operation.DELETE)) {
      return Admission.warning(
          now.object(step.identity())
              .map(object -> Deletion.warnings(object, now.known()))
              .orElse(List.of()));
    }
    if (step.sent().object() instanceof NamespaceSwitches namespace) {
      return onNamespace(namespace, now);
    }
    if (step.is(Operation.UPDATE) && saysTheSame(step)) {
      return Admission.SILENT;
    }
    if (client.dryRunsFirst()) {
      var tried = judged(level, step, begin, Run.DRY);
      if (tried.denied()) {
        return refused(
            tried,
            Stream.of("in the dry run of the whole stage, so that nothing of it is applied:"));
      }
    }
    return said(judged(level, step, now, Run.REAL), step);
  }

  /// As the webhook, which looks at nothing else of an update.
  private static boolean saysTheSame(Step step) {
    return step.earlier()
        .filter(was -> Relevant.of(was.tree()).equals(Relevant.of(step.sent().tree())))
        .isPresent();
  }

  private static Admission onNamespace(NamespaceSwitches namespace, ReleaseState now) {
    var standing = now.switches(namespace.ref().name());
    var wrong =
        Switches.wrongOnNamespace(namespace.metadata()).stream()
            .filter(one -> !one.value().equals(standing.get(one.key())))
            .map(Switches.Wrong::message)
            .toList();
    return wrong.isEmpty() ? Admission.SILENT : new Admission(Answer.REFUSED, wrong, List.of());
  }

  /// What a step takes away for certain, whatever the namespace wants to hear.
  List<Finding> cuts(Step step, ReleaseState now) {
    if (step.is(Operation.DELETE)) {
      return List.of();
    }
    var asked =
        new Circumstances(
            Level.STRICT, Map.of(), Overrides.IGNORED, Sender.PERSON, Run.REAL, SendOrder.RELEASED);
    return Judge.judge(change(step, now), now.known(), asked).of(Outcome.DENY).stream()
        .filter(judgement -> judgement.arrival() == Arrival.CUT)
        .map(Judgement::finding)
        .toList();
  }

  private Verdict judged(Level level, Step step, ReleaseState now, Run run) {
    var circumstances =
        new Circumstances(
            level,
            CheckLevel.in(now.switches(step.identity().namespace())),
            Overrides.HONOURED,
            sender(),
            run,
            SendOrder.RELEASED);
    return Judge.judge(change(step, now), now.known(), circumstances);
  }

  private static Change change(Step step, ReleaseState now) {
    return new Change(now.object(step.identity()), step.sent().object());
  }

  private Sender sender() {
    return switch (client) {
      case KUBECTL, KUBECTL_K -> Sender.PERSON;
      case HELM, ARGOCD, FLUX -> Sender.PIPELINE;
    };
  }

  private static Admission said(Verdict verdict, Step step) {
    if (verdict.denied()) {
      return refused(verdict, Stream.empty());
    }
    var warnings =
        Stream.of(
                messages(verdict, Outcome.SETTLE),
                messages(verdict, Outcome.WARN),
                Switches.wrongOnObject(step.sent().object().metadata()).stream()
                    .map(Switches.Wrong::message))
            .flatMap(lines -> lines)
            .toList();
    var allowed =
        verdict.of(Outcome.ALLOWED).stream()
            .map(
                judgement ->
                    "let through because \"%s\": %s"
                        .formatted(judgement.reason().orElse(""), judgement.finding().message()));
    return new Admission(
        warnings.isEmpty() ? Answer.SILENT : Answer.WARNED,
        Stream.concat(warnings.stream(), allowed).toList(),
        List.of());
  }

  private static Admission refused(Verdict verdict, Stream<String> first) {
    var waivers =
        verdict.of(Outcome.DENY).stream()
            .map(Judgement::finding)
            .map(finding -> new Admission.Waiver(finding.object(), finding.check().id()))
            .distinct()
            .toList();
    return new Admission(
        Answer.REFUSED,
        Stream.concat(first, messages(verdict, Outcome.DENY)).distinct().toList(),
        waivers);
  }

  private static Stream<String> messages(Verdict verdict, Outcome outcome) {
    return verdict.of(outcome).stream().map(judgement -> judgement.finding().message());
  }
}
