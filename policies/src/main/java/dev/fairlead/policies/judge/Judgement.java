package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Finding;
import java.util.Optional;

/// One finding, how it came about and what becomes of it.
///
/// @param reason what the object says for itself, where the finding is allowed
public record Judgement(
    Finding finding, Arrival arrival, Outcome outcome, Optional<String> reason) {
  Judgement(Finding finding, Arrival arrival, Outcome outcome) {
    this(finding, arrival, outcome, Optional.empty());
  }

  /// True when another object could refute it, so that a denial wants confirming.
  public boolean restsOnOthers() {
    return finding.check().kind() != CheckKind.FACT;
  }

  /// How to make a refused change without downtime; empty where there is nothing to keep up.
  public Optional<String> remedy() {
    if (arrival != Arrival.CUT || outcome != Outcome.DENY) {
      return Optional.empty();
    }
    var id = finding.check().id();
    var way =
        id.equals("selector-unmatched")
            ? "let Pods carry both labels, switch the selector, then drop the old label"
            : "declare both ports, switch the Service, then drop the old port";
    return Optional.of(
        "To change this without downtime, add before you remove: %s. To let it through as it is, annotate the object with %s%s: <reason>"
            .formatted(way, Overrides.PREFIX, id));
  }
}
