package dev.fairlead.webhook.review;

import dev.fairlead.policies.judge.Arrival;
import dev.fairlead.policies.judge.Exemption;
import dev.fairlead.policies.judge.Judgement;
import dev.fairlead.policies.judge.Outcome;
import dev.fairlead.policies.judge.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Why a decision is what it is, for metrics. It is no part of the answer.
///
/// @param judged false where the change was not looked at, since it is exempt or cannot matter
/// @param arrival how the findings came about that decided, the gravest way of several; empty where
///   there are none
/// @param overridden ids of the checks whose findings an annotation lets through
/// @param exemption what the object says of itself, whereupon less is said or nothing
public record Grounds(
    boolean judged,
    Optional<Arrival> arrival,
    List<String> overridden,
    Optional<Exemption> exemption) {
  static final Grounds UNJUDGED = new Grounds(false, Optional.empty(), List.of(), Optional.empty());

  static final Grounds NO_FINDING =
      new Grounds(true, Optional.empty(), List.of(), Optional.empty());

  public Grounds {
    overridden = List.copyOf(overridden);
  }

  static Grounds of(Verdict verdict) {
    if (verdict.judgements().isEmpty()) {
      return new Grounds(verdict.judged(), Optional.empty(), List.of(), verdict.exemption());
    }
    var outcome = verdict.judgements().getFirst().outcome();
    var arrival =
        verdict.of(outcome).stream().map(Judgement::arrival).min(Comparator.naturalOrder());
    var overridden =
        verdict.of(Outcome.ALLOWED).stream()
            .map(judgement -> judgement.finding().check().id())
            .distinct()
            .toList();
    return new Grounds(true, arrival, overridden, verdict.exemption());
  }

  /// How metrics and the audit log call it: `helm-hook`.
  public static String word(Exemption exemption) {
    return exemption.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
