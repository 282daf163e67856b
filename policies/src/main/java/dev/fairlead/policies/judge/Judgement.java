package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Evidence;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Problem;
import java.util.Optional;
import java.util.stream.Collectors;

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

  /// How to make a refused change all the same: without downtime where it takes something away, and
  /// on either side where the second half of a release does not fit; empty otherwise.
  public Optional<String> remedy() {
    if (outcome != Outcome.DENY) {
      return Optional.empty();
    }
    return switch (arrival) {
      case CUT -> Optional.of(withoutDowntime());
      case WORKLOAD_ARRIVES -> onEitherSide();
      case FACT, SERVICE_ARRIVES, STANDING -> Optional.empty();
    };
  }

  /// For a workload that is near what a Service selects: the names, both labels and both remedies.
  private Optional<String> onEitherSide() {
    var carried =
        finding.evidence().stream()
            .filter(Evidence.Carries.class::isInstance)
            .map(Evidence.Carries.class::cast)
            .toList();
    if (carried.isEmpty() || !(finding.problem() instanceof Problem.NotFound(var asked, _, _))) {
      return Optional.empty();
    }
    var labels =
        carried.stream()
            .map(pair -> pair.key() + "=" + pair.value())
            .collect(Collectors.joining(","));
    return Optional.of(
        "%s is the only workload that %s can mean, which selects \"%s\" and finds \"%s\": write %s into the selector of the Service, or %s into the labels of the pod template. To let it through as it is, annotate the object with %s%s: <reason>"
            .formatted(
                carried.getFirst().workload(),
                finding.object(),
                asked,
                labels,
                labels,
                asked,
                Overrides.PREFIX,
                finding.check().id()));
  }

  private String withoutDowntime() {
    var id = finding.check().id();
    var way =
        id.equals("selector-unmatched")
            ? "let Pods carry both labels, switch the selector, then drop the old label"
            : "declare both ports, switch the Service, then drop the old port";
    return "To change this without downtime, add before you remove: %s. To let it through as it is, annotate the object with %s%s: <reason>"
        .formatted(way, Overrides.PREFIX, id);
  }
}
