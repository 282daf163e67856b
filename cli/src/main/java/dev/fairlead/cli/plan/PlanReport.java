package dev.fairlead.cli.plan;

import dev.fairlead.cli.clients.Client;
import dev.fairlead.policies.judge.Level;
import java.util.List;
import java.util.stream.Stream;

/// What a release does, and what to do instead.
///
/// @param before the PATH of what is there
/// @param after the PATH of what is wanted
/// @param client who sends it
/// @param notes what is wrong with the files, a line each
public record PlanReport(
    String before,
    String after,
    Client client,
    List<JudgedStep> steps,
    List<PortHistory> histories,
    List<Advice> advice,
    List<String> notes) {
  public PlanReport {
    steps = List.copyOf(steps);
    histories = List.copyOf(histories);
    advice = List.copyOf(advice);
    notes = List.copyOf(notes);
  }

  /// Walks a release.
  ///
  /// @param reader the one that has read both sides
  public static PlanReport of(Side before, Side after, SideReader reader) {
    var client = reader.client();
    var steps = SendOrder.steps(before, after, client);
    var unread = Stream.of(before, after).flatMap(side -> side.unread().stream()).distinct();
    var begin = ReleaseState.of(before.objects(), unread.toList());
    var walk = Walk.of(begin, steps, client);
    return new PlanReport(
        before.path(),
        after.path(),
        client,
        walk.judged(),
        walk.histories(),
        new Alternatives(before, after, reader, steps, walk).advice(),
        Stream.concat(
                Stream.of(before, after).flatMap(side -> side.notes().stream()),
                steps.stream().filter(Step::changesFixedSelector).map(PlanReport::isFixed))
            .distinct()
            .toList());
  }

  private static String isFixed(Step step) {
    return "%s changes spec.selector, which the API server refuses: it is immutable"
        .formatted(step.title());
  }

  /// False where a Service loses its wiring or guard refuses a step.
  public boolean isSafe() {
    return losing() == 0 && refused() == 0;
  }

  /// How many Services lose their wiring.
  long losing() {
    return histories.stream()
        .filter(history -> history.result().isLoss())
        .map(history -> history.port().service())
        .distinct()
        .count();
  }

  /// How many steps guard refuses.
  long refused() {
    return steps.stream().filter(step -> step.isRefusedAt(Level.GUARD)).count();
  }

  /// The ports of which there is something to say.
  List<PortHistory> told() {
    return histories.stream().filter(PlanReport::isTold).toList();
  }

  private static boolean isTold(PortHistory history) {
    return switch (history.result()) {
      case INTERRUPTED, LOST, COMES, WAITS, MENDED -> true;
      case STANDING, ASLEEP, UNKNOWN ->
          history.reaches().stream().map(Reach::wiring).distinct().count() > 1;
      case KEPT, REMOVED -> false;
    };
  }

  /// What the release makes of a port, as the end of a sentence that begins with the port.
  String told(PortHistory history) {
    return switch (history.result()) {
      case KEPT -> "reaches a workload all the time";
      case REMOVED -> "is taken away";
      case ASLEEP -> "is scaled to zero";
      case UNKNOWN -> "cannot be told from manifests";
      case STANDING -> "was not wired before and is not after";
      case MENDED -> "was not wired before and is now";
      case COMES ->
          history.waits().isEmpty()
              ? "is new and wired at once"
              : "is new and not wired yet " + span(history.waits().getFirst());
      case WAITS -> "is new and not wired yet %s".formatted(span(history.waits().getFirst()));
      case INTERRUPTED, LOST ->
          "reaches nothing %s: it %s"
              .formatted(span(history.losses().getLast()), history.losses().getLast().why().told());
    };
  }

  private String span(Gap gap) {
    var from = "from %s".formatted(step(gap.from()));
    return gap.to().isPresent()
        ? "%s to %s".formatted(from, step(gap.to().getAsInt()))
        : from + " on, to the end";
  }

  private String step(int number) {
    return number == 0
        ? "the beginning"
        : "step %d (%s)".formatted(number, steps.get(number - 1).step().title());
  }

  /// One sentence about all of it.
  String summary() {
    if (steps.isEmpty()) {
      return "nothing changes";
    }
    var lost =
        losing() == 0
            ? "no Service loses its wiring"
            : "%d Service%s"
                .formatted(losing(), losing() == 1 ? " loses its wiring" : "s lose their wiring");
    var guard =
        refused() == 0
            ? "guard refuses nothing"
            : "guard refuses %d step%s".formatted(refused(), refused() == 1 ? "" : "s");
    return "%d step%s: %s; %s".formatted(steps.size(), steps.size() == 1 ? "" : "s", lost, guard);
  }
}
