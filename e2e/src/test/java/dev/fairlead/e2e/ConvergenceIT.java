package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kind of change, by everybody who brings releases, at every level: what is good gets in,
/// and what is faulty is refused or told. What became of each is printed.
@OnCluster
final class ConvergenceIT {
  private static final Duration WINDOW = Duration.ofSeconds(4);

  private static final Map<String, String> IMPATIENT =
      Map.of(
          "FAIRLEAD_WINDOW", WINDOW.toSeconds() + "s", "FAIRLEAD_SETTLE_WRITES_PER_SECOND", "100");

  private final Cluster cluster;
  private final Map<Cell, Cell.Ending> outcomes = new ConcurrentHashMap<>();
  private Optional<Webhook> webhook = Optional.empty();
  private Optional<Matrix> matrix = Optional.empty();

  ConvergenceIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void startAll() {
    var setup = new Webhook.Setup("Fail", Optional.empty(), IMPATIENT, List.of());
    webhook = Optional.of(Webhook.start(cluster, setup));
    matrix = Optional.of(new Matrix(cluster, WINDOW));
  }

  @AfterAll
  void stopAll() {
    matrix.ifPresent(Matrix::close);
    webhook.ifPresent(Webhook::close);
    Cell.LEVELS.forEach(level -> System.err.println(table(level)));
  }

  static List<Cell> cells() {
    return Cell.all();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void goodReleasesConvergeAndFaultyOnesAreRefusedOrTold(Cell cell) {
    var outcome = matrix.orElseThrow().of(cell);

    outcomes.put(cell, outcome);
    var last = outcome.last();
    assertThat(last.succeeded() || last.isRefused()).as("%s", last).isTrue();
    if (cell.level() == Level.WARN) {
      assertThat(last.isRefused()).as("%s", last).isFalse();
    }
    switch (cell.change().worth()) {
      case GOOD -> {
        if (cell.level() != Level.STRICT) {
          assertThat(outcome.converged()).as("%s: %s", outcome, last).isTrue();
        }
      }
      case CUT -> {
        if (last.succeeded()) {
          assertThat(outcome.unwired()).as("%s", last).isEmpty();
        }
      }
      // The matrix has waited for the condition of each Service without wiring.
      case FAULTY -> assertThat(outcome.converged()).as("%s: %s", outcome, last).isFalse();
    }
  }

  private String table(Level level) {
    var head = row("At " + level.label(), Arrays.stream(Tool.values()).map(Tool::toString));
    var rule = "|---|" + "---|".repeat(Tool.values().length);
    var rows =
        Change.ALL.stream()
            .map(
                change ->
                    row(
                        change.toString(),
                        Arrays.stream(Tool.values())
                            .map(tool -> text(new Cell(level, change, tool)))))
            .collect(Collectors.joining("\n"));
    return "%n%s%n%s%n%s".formatted(head, rule, rows);
  }

  private static String row(String title, Stream<String> cells) {
    return "| %s | %s |".formatted(title, cells.collect(Collectors.joining(" | ")));
  }

  private String text(Cell cell) {
    return cell.tool().suits(cell.change())
        ? Optional.ofNullable(outcomes.get(cell)).map(Cell.Ending::toString).orElse("?")
        : "–";
  }
}
