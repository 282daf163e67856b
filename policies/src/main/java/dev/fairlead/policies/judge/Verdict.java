package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.CheckKind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What Fairlead concludes about one change, whatever protocol carries the answer: its findings,
/// most important first.
///
/// @param exemption why it is milder than it would be for another object, or missing
public record Verdict(List<Judgement> judgements, Extent extent, Optional<Exemption> exemption) {
  /// On a change about which nothing is ever said.
  public static final Verdict NONE = new Verdict(List.of(), Extent.NOTHING, Optional.empty());

  static Verdict exempt(Exemption exemption) {
    return new Verdict(List.of(), Extent.NOTHING, Optional.of(exemption));
  }

  public Verdict {
    judgements =
        judgements.stream()
            .sorted(
                Comparator.comparing(Judgement::outcome)
                    .thenComparing(j -> j.finding().certainty())
                    .thenComparing(j -> j.finding().severity()))
            .toList();
  }

  /// False where the change was not looked at.
  public boolean judged() {
    return extent != Extent.NOTHING;
  }

  /// True where a part of the change was not looked at that should have been.
  public boolean cutShort() {
    return extent == Extent.TOO_MANY_FINDINGS || extent == Extent.TOO_LONG;
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

  /// True when objects that the view did not hold yet could take a warning back: the other half may
  /// have been stored a moment ago.
  public boolean mayBeOvertaken() {
    return judgements.stream()
        .anyMatch(
            j ->
                j.finding().check().kind() == CheckKind.WIRING
                    && (j.arrival() == Arrival.SERVICE_ARRIVES
                        || j.arrival() == Arrival.WORKLOAD_ARRIVES));
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
            .toList(),
        extent,
        exemption);
  }
}
