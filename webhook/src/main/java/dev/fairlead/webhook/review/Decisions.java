package dev.fairlead.webhook.review;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Problem;
import dev.fairlead.policies.judge.Change;
import dev.fairlead.policies.judge.Circumstances;
import dev.fairlead.policies.judge.Extent;
import dev.fairlead.policies.judge.Judge;
import dev.fairlead.policies.judge.Judgement;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Outcome;
import dev.fairlead.policies.judge.Switches;
import dev.fairlead.policies.judge.Verdict;
import dev.fairlead.policies.model.Malformed;
import dev.fairlead.policies.model.Metadata;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.policies.view.Knowledge;
import dev.fairlead.policies.view.Patience;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes a decision of a verdict: its words, warnings, causes and audit annotations.
final class Decisions {
  /// A denial names this many findings and counts the rest: more than anybody mends at once.
  static final int MOST_FINDINGS = 50;

  /// For whatever is more work than a review is worth.
  private static final String TOO_LONG =
      "Fairlead stopped judging this change, which takes too long; the rest of it passes unjudged:"
          + " run fairlead check";

  private Decisions() {}

  static Decision of(Change change, Circumstances circumstances, Verdict verdict) {
    if (circumstances.level() == Level.OFF) {
      return Decision.UNJUDGED;
    }
    var warnings =
        Stream.of(
                unfinished(verdict.extent()).stream(),
                warnings(verdict),
                Switches.wrongOnObject(change.after().metadata()).stream()
                    .map(Switches.Wrong::message))
            .flatMap(lines -> lines)
            .toList();
    return decision(verdict)
        .withWarnings(warnings)
        .withAuditAnnotations(annotations(verdict))
        .withGrounds(Grounds.of(verdict));
  }

  /// Said before everything else: what was not judged may be wrong.
  private static Optional<String> unfinished(Extent extent) {
    return switch (extent) {
      case TOO_MANY_FINDINGS ->
          Optional.of(
              "Fairlead judged the first %d findings about this change; the others pass unjudged"
                  .formatted(Judge.MOST_FINDINGS));
      case TOO_LONG -> Optional.of(TOO_LONG);
      case WHOLE, NOTHING -> Optional.empty();
    };
  }

  /// The answer, and whether it is all that could be said.
  static Decision within(Patience patience, Decision decision) {
    return patience.isOver()
        ? decision.withWarnings(
            Stream.concat(Stream.of(TOO_LONG), decision.warnings().stream()).toList())
        : decision;
  }

  /// The answer where the cluster could not be asked whether a denial is right.
  static Decision unconfirmed(Change change, Circumstances circumstances, Verdict verdict) {
    var decision = of(change, circumstances, verdict);
    var warnings = new ArrayList<>(decision.warnings());
    warnings.add("Fairlead could not ask the cluster to confirm this, so it only warns");
    return decision.withWarnings(warnings);
  }

  /// The answer where more would be said if more were known.
  static Decision unsure(Decision decision, Knowledge everywhere) {
    var missing = everywhere.missing();
    var warnings = new ArrayList<>(decision.warnings());
    warnings.add(
        "Fairlead cannot tell all about this change, so it only warns: %s%s"
            .formatted(
                missing.getFirst(),
                missing.size() == 1 ? "" : ", and %d more".formatted(missing.size() - 1)));
    return decision.withWarnings(warnings);
  }

  /// The answer to an object that the API server would not have sent.
  static Decision unreadable(Reading reading) {
    return Decision.ALLOWED.withWarnings(
        reading.malformed().stream()
            .filter(m -> m.gravity() == Malformed.Gravity.UNDECODABLE)
            .limit(1)
            .map(m -> "[unreadable-manifest] %s %s".formatted(reading.ref(), m))
            .toList());
  }

  /// Wrong switches are refused as they are written, never when they merely stand there.
  static Decision onNamespace(NamespaceSwitches namespace, Optional<Metadata> before) {
    var written =
        Switches.wrongOnNamespace(namespace.metadata()).stream()
            .filter(wrong -> !before.map(m -> stands(wrong, m)).orElse(false))
            .toList();
    if (written.isEmpty()) {
      return Decision.ALLOWED;
    }
    var told = written.stream().limit(MOST_FINDINGS).toList();
    return Decision.denied(
        Stream.concat(told.stream().map(Switches.Wrong::message), rest(written.size()))
            .collect(Collectors.joining("\n")),
        told.stream()
            .map(wrong -> new Cause("FieldValueInvalid", wrong.key(), wrong.message()))
            .toList());
  }

  private static boolean stands(Switches.Wrong wrong, Metadata before) {
    return wrong.value().equals(before.switches().get(wrong.key()));
  }

  private static Decision decision(Verdict verdict) {
    var denials = verdict.of(Outcome.DENY);
    if (denials.isEmpty()) {
      return Decision.ALLOWED;
    }
    var told = denials.stream().limit(MOST_FINDINGS).toList();
    var findings = told.stream().map(denial -> denial.finding().message());
    var remedies = told.stream().flatMap(denial -> denial.remedy().stream());
    return Decision.denied(
        Stream.of(findings, rest(denials.size()), remedies)
            .flatMap(lines -> lines)
            .distinct()
            .collect(Collectors.joining("\n")),
        told.stream().map(denial -> cause(denial.finding())).toList());
  }

  private static Stream<String> rest(int size) {
    return size > MOST_FINDINGS
        ? Stream.of("and %d more".formatted(size - MOST_FINDINGS))
        : Stream.empty();
  }

  private static Cause cause(Finding finding) {
    return new Cause(finding.problem().causeType(), finding.field().toString(), finding.message());
  }

  /// One line a finding; a field that several containers of a workload lack shares one.
  private static Stream<String> warnings(Verdict verdict) {
    var lines = new LinkedHashMap<Object, List<Finding>>();
    Stream.of(Outcome.SETTLE, Outcome.WARN)
        .flatMap(outcome -> verdict.of(outcome).stream())
        .map(Judgement::finding)
        .forEach(
            finding -> lines.computeIfAbsent(lineOf(finding), _ -> new ArrayList<>()).add(finding));
    return lines.values().stream().map(Decisions::line);
  }

  private static Object lineOf(Finding finding) {
    var shared = finding.problem() instanceof Problem.Required && finding.container().isPresent();
    return shared ? List.of(finding.check().id(), finding.object()) : finding;
  }

  private static String line(List<Finding> findings) {
    var message = findings.getFirst().message();
    if (findings.size() == 1) {
      return message;
    }
    var others =
        findings.stream()
            .skip(1)
            .flatMap(finding -> finding.container().stream())
            .map("\"%s\""::formatted)
            .collect(Collectors.joining(", ", "; also container ", ""));
    return message.length() + others.length() <= Finding.LONGEST_MESSAGE
        ? message + others
        : message;
  }

  /// For the audit log: what was found and, where an object gave a reason to let something through,
  /// that reason; and what exempts it.
  private static Map<String, String> annotations(Verdict verdict) {
    var annotations = new TreeMap<String, String>();
    for (var judgement : verdict.judgements()) {
      var id = judgement.finding().check().id();
      annotations.merge(
          judgement.outcome().name().toLowerCase(Locale.ROOT), id, Decisions::withoutRepeats);
      judgement.reason().ifPresent(reason -> annotations.put("allow." + id, reason));
    }
    verdict.exemption().ifPresent(why -> annotations.put("exempt", Grounds.word(why)));
    return annotations;
  }

  private static String withoutRepeats(String ids, String id) {
    return List.of(ids.split(",")).contains(id) ? ids : ids + "," + id;
  }
}
