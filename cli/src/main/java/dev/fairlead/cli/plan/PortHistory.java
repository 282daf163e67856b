package dev.fairlead.cli.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Where a port of a Service leads before a release and after each of its steps.
///
/// @param reaches one before the first step, and one after each
record PortHistory(PortOf port, List<Reach> reaches) {
  PortHistory {
    reaches = List.copyOf(reaches);
  }

  private Wiring at(int moment) {
    return reaches.get(moment).wiring();
  }

  Reach last() {
    return reaches.getLast();
  }

  /// The parts of the release in which it reaches nothing after it was wired; none where it is not
  /// there at the end. What is scaled to zero and stays so is meant.
  List<Gap> losses() {
    return last().wiring() == Wiring.ABSENT ? List.of() : gaps(true);
  }

  /// The parts of the release in which it reaches nothing and was not wired yet.
  List<Gap> waits() {
    return gaps(false);
  }

  private List<Gap> gaps(boolean afterWired) {
    var gaps = new ArrayList<Gap>();
    var wired = false;
    var from = -1;
    for (var moment = 0; moment < reaches.size(); moment++) {
      var reachesNothing =
          at(moment).reachesNothing()
              || (wired && at(moment) == Wiring.ASLEEP && wakesAfter(moment));
      if (reachesNothing) {
        from = from < 0 ? moment : from;
      } else if (from >= 0) {
        add(gaps, new Gap(from, OptionalInt.of(moment), at(from)), wired == afterWired);
        from = -1;
      }
      wired |= at(moment) == Wiring.REACHES;
    }
    if (from >= 0) {
      add(gaps, new Gap(from, OptionalInt.empty(), at(from)), wired == afterWired);
    }
    return gaps;
  }

  private static void add(List<Gap> gaps, Gap gap, boolean wanted) {
    if (wanted) {
      gaps.add(gap);
    }
  }

  private boolean wakesAfter(int moment) {
    return reaches.subList(moment, reaches.size()).stream()
        .anyMatch(reach -> reach.wiring() == Wiring.REACHES);
  }

  PortResult result() {
    var losses = losses();
    if (!losses.isEmpty()) {
      return losses.getLast().to().isEmpty() ? PortResult.LOST : PortResult.INTERRUPTED;
    }
    return switch (last().wiring()) {
      case ABSENT -> PortResult.REMOVED;
      case ASLEEP -> PortResult.ASLEEP;
      case UNKNOWN -> PortResult.UNKNOWN;
      case SELECTS_NOTHING, LEADS_NOWHERE ->
          at(0) == Wiring.ABSENT ? PortResult.WAITS : PortResult.STANDING;
      case REACHES ->
          switch (at(0)) {
            case ABSENT -> PortResult.COMES;
            case SELECTS_NOTHING, LEADS_NOWHERE -> PortResult.MENDED;
            case REACHES, ASLEEP, UNKNOWN -> PortResult.KEPT;
          };
    };
  }
}
