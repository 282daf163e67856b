package dev.fairlead.cli;

import dev.fairlead.cli.clients.Client;
import dev.fairlead.cli.git.BadRevision;
import dev.fairlead.cli.git.EarlierFiles;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.plan.HumanPlan;
import dev.fairlead.cli.plan.JsonPlan;
import dev.fairlead.cli.plan.MarkdownPlan;
import dev.fairlead.cli.plan.PlanReport;
import dev.fairlead.cli.plan.Side;
import dev.fairlead.cli.plan.SideReader;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.api.ClusterUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
      "  fairlead plan --cluster deploy/ --order kubectl",
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
      arity = "1..2",
      paramLabel = "BEFORE AFTER",
      description = {
        "What is there, and what the release wants: a file, a directory with *.yaml, *.yml and"
            + " *.json files at any depth, or - for standard input. BEFORE may also be the same at"
            + " a revision of git, as REV:PATH; with --cluster it is left out."
      })
  private List<String> paths = List.of();

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

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private ClusterOption cluster;

  @Override
  public Integer call() throws IOException {
    var wanted = cluster.isWanted() ? 1 : 2;
    if (paths.size() != wanted) {
      throw new ParameterException(
          spec.commandLine(),
          cluster.isWanted()
              ? "--cluster is what is there: name only what the release wants"
              : "Missing required parameter: name what is there, or --cluster, and what the release"
                  + " wants");
    }
    try {
      return cluster.isWanted() ? inCluster() : betweenFiles(paths.getFirst(), paths.getLast());
    } catch (BadRevision e) {
      say("BEFORE: " + e.getMessage());
    } catch (ClusterUnavailable e) {
      say("--cluster: " + e.getMessage());
    }
    return ExitCode.USAGE;
  }

  private int betweenFiles(String before, String after) throws IOException, BadRevision {
    if (before.equals(ManifestSource.STDIN) && after.equals(ManifestSource.STDIN)) {
      throw new ParameterException(spec.commandLine(), "Standard input (-) can be read only once");
    }
    var reader = new SideReader(client, namespace.name());
    var there = earlier(before);
    var wanted = ManifestSource.read(List.of(after), System.in);
    return isAbsent(Stream.concat(there.stream(), wanted.stream()))
        ? ExitCode.USAGE
        : plan(reader.read(before, there), reader.read(after, wanted), reader);
  }

  private int inCluster() throws IOException {
    var path = paths.getFirst();
    try (var live = cluster.connect()) {
      var reader = new SideReader(client, namespace.name(Optional.of(live.namespace())));
      var sources = ManifestSource.read(List.of(path), System.in);
      if (isAbsent(sources.stream())) {
        return ExitCode.USAGE;
      }
      var after = reader.read(path, sources);
      var there = cluster.readTrees(live, after.namespaces(), PodMakers.COMMON);
      return plan(reader.read(there, after), after, reader);
    }
  }

  /// Tells which paths lead nowhere.
  private boolean isAbsent(Stream<ManifestSource> sources) {
    var absent = ManifestSource.absent(sources);
    absent.forEach(source -> say(source.file() + " " + source.reason()));
    return !absent.isEmpty();
  }

  private static List<ManifestSource> earlier(String before) throws BadRevision {
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
