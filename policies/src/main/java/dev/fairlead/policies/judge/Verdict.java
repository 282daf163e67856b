package dev.fairlead.policies.judge;

import java.util.Comparator;
import java.util.List;

/// What is concluded about one change, before any protocol: its findings, most important first.
public record Verdict(List<Judgement> judgements) {
  /// Nothing to say.
  public static final Verdict SILENT = new Verdict(List.of());

  public Verdict {
    judgements =
        judgements.stream()
            .sorted(
                Comparator.comparing(Judgement::outcome)
                    .thenComparing(j -> j.finding().certainty())
                    .thenComparing(j -> j.finding().severity()))
            .toList();
  }

  public boolean denied() {
    return !of(Outcome.DENY).isEmpty();
  }

  public List<Judgement> of(Outcome outcome) {
    return judgements.stream().filter(judgement -> judgement.outcome() == outcome).toList();
  }

  /// True when a denial could be refuted by objects that the view did not hold.
  public boolean wantsConfirming() {
    return of(Outcome.DENY).stream().anyMatch(Judgement::restsOnOthers);
  }

  /// The same verdict when nothing could confirm it: what rests on other objects is only warned
  /// about.
  public Verdict unconfirmed() {
    return new Verdict(
        judgements.stream()
            .map(
                j ->
                    j.outcome() == Outcome.DENY && j.restsOnOthers()
                        ? new Judgement(j.finding(), j.arrival(), Outcome.WARN)
                        : j)
            .toList());
  }
}
