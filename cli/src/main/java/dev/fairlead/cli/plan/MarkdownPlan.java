package dev.fairlead.cli.plan;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.PlainText;
import java.io.PrintWriter;

/// A plan for the comment of a pull request: a short table, the details folded.
public final class MarkdownPlan {
  private final PrintWriter out;

  public MarkdownPlan(PrintWriter out) {
    this.out = out;
  }

  public void write(PlanReport report) {
    line(
        "### Fairlead: release by %s, from %s to %s"
            .formatted(report.client(), code(report.before()), code(report.after())));
    line("");
    line("**%s**".formatted(report.summary()));
    line("");
    ports(report);
    if (!report.steps().isEmpty()) {
      steps(report);
    }
    if (!report.advice().isEmpty()) {
      advice(report);
    }
  }

  private void ports(PlanReport report) {
    if (report.told().isEmpty()) {
      return;
    }
    line("| Service | port | |");
    line("|---|---|---|");
    for (var history : report.told()) {
      var service = history.port().service();
      line(
          "| %s | %s | %s%s |"
              .formatted(
                  code("%s -n %s".formatted(service, service.namespace())),
                  code(history.port().title()),
                  history.result().isLoss() ? ":x: " : "",
                  code(report.told(history))));
    }
    line("");
  }

  private void steps(PlanReport report) {
    line("<details><summary>Steps, and what admission says</summary>");
    line("");
    line("| | step | warn | guard | strict |");
    line("|--:|---|---|---|---|");
    for (var at = 0; at < report.steps().size(); at++) {
      var judged = report.steps().get(at);
      line(
          "| %d | %s | %s | %s | %s |"
              .formatted(
                  at + 1,
                  code(judged.step().title()),
                  judged.at(Level.WARN).answer(),
                  judged.at(Level.GUARD).answer(),
                  judged.at(Level.STRICT).answer()));
    }
    line("");
    for (var at = 0; at < report.steps().size(); at++) {
      for (var message : HumanPlan.messages(report.steps().get(at))) {
        line("- step %d: %s".formatted(at + 1, code(message)));
      }
    }
    line("");
    line("</details>");
    line("");
  }

  private void advice(PlanReport report) {
    line("<details><summary>What to do instead</summary>");
    line("");
    for (var advice : report.advice()) {
      var about = advice.about();
      for (var way : advice.alternatives()) {
        line(
            "%s: %s"
                .formatted(
                    code("%s -n %s".formatted(about, about.namespace())), code(way.summary())));
        line("");
        for (var at = 0; at < way.parts().size(); at++) {
          var part = way.parts().get(at);
          line("%d. %s".formatted(at + 1, code(part.text())));
          if (!part.manifest().isEmpty()) {
            line("   ```yaml");
            part.manifest().lines().forEach(text -> line("   " + plain(text)));
            line("   ```");
          }
        }
        line("");
      }
    }
    line("</details>");
  }

  /// Text that may hold a user's, which means nothing to Markdown.
  private static String code(String text) {
    return "`%s`".formatted(plain(text).replace("|", "\\|"));
  }

  private static String plain(String text) {
    return PlainText.line(text).replace('`', '\'');
  }

  /// Ends lines alike on every system.
  private void line(String text) {
    out.print(text + "\n");
  }
}
