package dev.fairlead.cli.plan;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.PlainText;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;

/// A plan for a person at a terminal.
public final class HumanPlan {
  private final PrintWriter out;
  private final Ansi ansi;

  public HumanPlan(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  public void write(PlanReport report) {
    line(
        styled("bold", "Release by " + report.client())
            + PlainText.line(", from %s to %s".formatted(report.before(), report.after())));
    line("");
    for (var at = 0; at < report.steps().size(); at++) {
      write(at + 1, report.steps().get(at));
    }
    if (!report.steps().isEmpty()) {
      line("");
    }
    for (var history : report.told()) {
      write(history, report);
    }
    report.advice().forEach(this::write);
    line(styled(report.isSafe() ? "green" : "red", report.summary()));
  }

  private void write(int number, JudgedStep judged) {
    line("%3d  %s".formatted(number, PlainText.line(judged.step().title())));
    line("     " + answers(judged));
    messages(judged).forEach(message -> line("     - " + PlainText.line(message)));
  }

  private String answers(JudgedStep judged) {
    var said = Walk.LEVELS.stream().map(level -> judged.at(level).answer()).distinct().toList();
    return said.size() == 1
        ? answer(said.getFirst()) + " at every level"
        : Walk.LEVELS.stream()
            .map(level -> "%s: %s".formatted(level.label(), answer(judged.at(level).answer())))
            .collect(Collectors.joining(", "));
  }

  /// What is said at guard, and at the other levels besides.
  static List<String> messages(JudgedStep judged) {
    return List.copyOf(
        Stream.of(Level.GUARD, Level.STRICT, Level.WARN)
            .flatMap(level -> judged.at(level).lines().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private String answer(Answer answer) {
    return switch (answer) {
      case REFUSED -> styled("red", answer.toString());
      case WARNED -> styled("yellow", answer.toString());
      case SILENT -> answer.toString();
    };
  }

  private void write(PortHistory history, PlanReport report) {
    var service = history.port().service();
    var text =
        "%s -n %s, %s %s"
            .formatted(service, service.namespace(), history.port().title(), report.told(history));
    var mark = history.result().isLoss() ? styled("red,bold", "loss ") : "";
    line(mark + PlainText.line(text));
    line("");
  }

  private void write(Advice advice) {
    var about = advice.about();
    line(
        styled("bold", "instead")
            + PlainText.line(", for %s -n %s".formatted(about, about.namespace())));
    for (var way : advice.alternatives()) {
      line("  " + PlainText.line(way.summary()));
      for (var at = 0; at < way.parts().size(); at++) {
        var part = way.parts().get(at);
        line("    %d. %s".formatted(at + 1, PlainText.line(part.text())));
        part.manifest().lines().forEach(text -> line("         " + PlainText.line(text)));
      }
    }
    line("");
  }

  /// Only for text of our own: a user's could hold markup.
  private String styled(String style, String text) {
    return ansi.string("@|%s %s|@".formatted(style, text));
  }

  /// Ends lines alike on every system.
  private void line(String text) {
    out.print(text + "\n");
  }
}
