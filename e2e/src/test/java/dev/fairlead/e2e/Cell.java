package dev.fairlead.e2e;

import dev.fairlead.policies.judge.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One cell of the convergence matrix: a change, by whom it is brought, and into a namespace of
/// which level.
record Cell(Level level, Change change, Tool tool) {
  static final List<Level> LEVELS = List.of(Level.GUARD, Level.STRICT, Level.WARN);

  /// What `toString` of a cell must hold for it to be run.
  private static final Pattern WANTED =
      Pattern.compile(System.getenv().getOrDefault("FAIRLEAD_CONVERGENCE", ""));

  /// All that say something, unless others are wanted.
  static List<Cell> all() {
    return LEVELS.stream()
        .flatMap(
            level ->
                Change.ALL.stream()
                    .flatMap(
                        change ->
                            Arrays.stream(Tool.values())
                                .filter(tool -> tool.suits(change))
                                .map(tool -> new Cell(level, change, tool))))
        .filter(cell -> WANTED.matcher(cell.toString()).find())
        .toList();
  }

  /// What became of it.
  ///
  /// @param attempts how often the step was tried that took the most
  /// @param last what its sender was told in the end
  /// @param gap for how long a Service had no wiring while it was brought
  /// @param unwired the Services that have none in the end
  record Ending(int attempts, Attempt last, Duration gap, List<String> unwired) {
    Ending {
      unwired = List.copyOf(unwired);
    }

    /// True where it was taken, and each Service reaches its Pods.
    boolean converged() {
      return last.succeeded() && unwired.isEmpty();
    }

    @Override
    public String toString() {
      var words =
          last.succeeded()
              ? Stream.of(
                  unwired.isEmpty() ? "ok" : "False",
                  last.isWarned() ? "w" : "",
                  attempts > 1 ? attempts + "×" : "",
                  unwired.isEmpty() && gap.isPositive() ? millis(gap) : "")
              : Stream.of("refused" + (unwired.isEmpty() ? "" : "*"));
      return String.join(" ", words.filter(word -> !word.isEmpty()).toList());
    }

    /// Rounded up, so that no gap seems to be none.
    private static String millis(Duration gap) {
      return gap.plusNanos(999_999).toMillis() + " ms";
    }
  }

  @Override
  public String toString() {
    return "%s, %s, %s".formatted(level.label(), change, tool);
  }
}
