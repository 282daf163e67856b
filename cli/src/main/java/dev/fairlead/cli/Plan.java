package dev.fairlead.cli;

import dev.fairlead.cli.clients.Client;
import dev.fairlead.cli.git.BadRevision;
import dev.fairlead.cli.git.EarlierFiles;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.cli.plan.HumanPlan;
import dev.fairlead.cli.plan.JsonPlan;
import dev.fairlead.cli.plan.MarkdownPlan;
import dev.fairlead.cli.plan.PlanReport;
import dev.fairlead.cli.plan.Side;
import dev.fairlead.cli.plan.SideReader;
import dev.fairlead.policies.model.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead plan`: walks a release before anybody sends it.
@Command(
    name = "plan",
    description = {
      "Walks a release step by step, in the order of its client: which Service loses its wiring,"
          + " from which step to which, what admission says of each step, and what to do instead.",
      "BEFORE counts as all that is there.",
    },
    footer = {
      "",
      "Exit codes: 0 nothing loses its wiring and guard refuses nothing; 1 something does; 2 wrong"
          + " use or nothing readable.",
      "",
      "  fairlead plan release-1/ release-2/ --order argocd",
      "  fairlead plan origin/main:deploy/ deploy/ --order flux",
      "  helm template my-release ./chart | fairlead plan deployed.yaml - --order helm",
    })
final class Plan implements Callable<Integer> {
  /// How a plan is written.
  enum Format {
    HUMAN,
    JSON,
    MARKDOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final class FormatOption extends Choice<Format> {
    FormatOption() {
      super(Format.values());
    }
  }

  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  @Spec
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "BEFORE",
      description =
          "What is there: a file, a directory with *.yaml, *.yml and *.json files at any depth, the"
              + " same at a revision of git as REV:PATH, or - for standard input.")
  private String before = "";

  @Parameters(
      index = "1",
      paramLabel = "AFTER",
      description = "What the release wants: a file, a directory or -.")
  private String after = "";

  @SuppressWarnings("NullAway.Init") // picocli demands it
  @Option(
      names = "--order",
      converter = ClientOption.class,
      completionCandidates = ClientOption.class,
      required = true,
      paramLabel = "CLIENT",
      description = "Who sends it, in whose order, one of: ${COMPLETION-CANDIDATES}.")
  private Client client;

  @Option(
      names = "--format",
      converter = FormatOption.class,
      completionCandidates = FormatOption.class,
      paramLabel = "FORMAT",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.HUMAN;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private DefaultNamespace namespace;

  @Override
  public Integer call() throws IOException {
    var reader = new SideReader(client, namespace.name());
    if (before.equals(ManifestSource.STDIN) && after.equals(ManifestSource.STDIN)) {
      throw new ParameterException(spec.commandLine(), "Standard input (-) can be read only once");
    }
    List<ManifestSource> there;
    try {
      there = earlier();
    } catch (BadRevision e) {
      say("BEFORE: " + e.getMessage());
      return ExitCode.USAGE;
    }
    var wanted = ManifestSource.read(List.of(after), System.in);
    var absent =
        Stream.of(there, wanted)
            .flatMap(List::stream)
            .filter(Absent.class::isInstance)
            .map(Absent.class::cast)
            .toList();
    if (!absent.isEmpty()) {
      absent.forEach(source -> say(source.file() + " " + source.reason()));
      return ExitCode.USAGE;
    }
    return plan(reader.read(before, there), reader.read(after, wanted), reader);
  }

  private List<ManifestSource> earlier() throws BadRevision {
    var colon = before.indexOf(':');
    var path = before.substring(colon + 1);
    if (colon <= 0 || Files.exists(Path.of(before)) || !Files.exists(Path.of(path))) {
      return ManifestSource.read(List.of(before), System.in);
    }
    return EarlierFiles.read(before.substring(0, colon), path);
  }

  private int plan(Side there, Side wanted, SideReader reader) throws IOException {
    for (var side : List.of(there, wanted)) {
      if (!side.readAnything()) {
        say(
            "no Kubernetes object could be read from %s: %s"
                .formatted(
                    side.path(), side.notes().stream().findFirst().orElse("no document in it")));
        return ExitCode.USAGE;
      }
    }
    var report = PlanReport.of(there, wanted, reader);
    report.notes().forEach(this::say);
    write(report);
    return report.isSafe() ? ExitCode.OK : 1;
  }

  private void write(PlanReport report) throws IOException {
    var command = spec.commandLine();
    var out = command.getOut();
    switch (format) {
      case HUMAN -> new HumanPlan(out, command.getColorScheme().ansi()).write(report);
      case MARKDOWN -> new MarkdownPlan(out).write(report);
      case JSON -> JsonPlan.write(report, out);
    }
    out.flush();
  }

  private void say(String line) {
    spec.commandLine().getErr().println("fairlead: " + PlainText.line(line));
  }
}
