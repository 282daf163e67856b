package dev.fairlead.cli;

import dev.fairlead.cli.check.Baseline;
import dev.fairlead.cli.check.Bundle;
import dev.fairlead.cli.check.CheckSettings;
import dev.fairlead.cli.check.CheckSettings.Levels;
import dev.fairlead.cli.check.Report;
import dev.fairlead.cli.config.BadFile;
import dev.fairlead.cli.config.CheckConfig;
import dev.fairlead.cli.git.BadRevision;
import dev.fairlead.cli.git.EarlierFiles;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.render.CannotRender;
import dev.fairlead.cli.report.Output;
import dev.fairlead.cli.report.OutputFile;
import dev.fairlead.policies.judge.CheckLevel;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.view.Scope;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.cluster.ClusterReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead check`: judges manifests before anything reaches a cluster.
@Command(
    name = "check",
    description = "Judges manifests: does every Service reach the Pods it names?",
    footer = {
      "",
      "Exit codes: 0 no errors; 1 errors found; 2 wrong use or nothing readable.",
      "",
      "  helm template my-release ./chart | fairlead check -",
      "  kubectl kustomize overlays/prod  | fairlead check --complete -",
      "  fairlead check --since origin/main deploy/",
      "  fairlead check --cluster -n shop",
      "  fairlead check --cluster deploy/",
    })
final class Check implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  @Spec
  private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description =
          "A file, a directory with *.yaml, *.yml and *.json files at any depth, a Helm chart, a"
              + " kustomization, or - for standard input. Default: the paths of .fairlead.yaml.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--each",
      description =
          "Judges every PATH as a bundle of its own; of a single folder, whatever stands in it.")
  private boolean each;

  @Option(names = "--complete", description = "Says that nothing lives outside the files.")
  private boolean complete;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "Reports only what this baseline does not hold.")
  private Optional<String> baseline = Optional.empty();

  @Option(
      names = "--write-baseline",
      paramLabel = "FILE",
      description =
          "Writes all errors and warnings into a baseline, and reports nothing. Reasons of"
              + " --baseline are kept.")
  private Optional<Path> newBaseline = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "REV",
      description =
          "Reports only what has come since this commit, branch or tag of git, and what worked then"
              + " and works no longer.")
  private Optional<String> since = Optional.empty();

  @Option(
      names = "--level",
      converter = LevelOption.class,
      completionCandidates = LevelOption.class,
      paramLabel = "LEVEL",
      description =
          "How strict all namespaces are, one of: ${COMPLETION-CANDIDATES}. warn finds no errors,"
              + " off judges nothing.")
  private Optional<Level> level = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The settings of a repository. Default: the nearest .fairlead.yaml in the folder of the"
              + " first PATH or above.")
  private Optional<String> configFile = Optional.empty();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private RenderOption render;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private ReportOptions reports;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private ChosenChecks chosen;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private DefaultNamespace namespace;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private ClusterOption cluster;

  @Override
  public Integer call() throws IOException {
    try {
      return checked(reports.outputs());
    } catch (BadFile e) {
      say(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    } catch (BadRevision e) {
      say("--since: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (CannotRender e) {
      say(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    } catch (ClusterUnavailable e) {
      say("--cluster: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private int checked(List<Output> wanted) throws IOException, BadFile, BadRevision {
    var config =
        configFile.isPresent() ? CheckConfig.read(configFile.get()) : CheckConfig.nearest(paths);
    chosen.of(config); // wrong use is told before anything is read
    if (cluster.isWanted()) {
      return checkedInCluster(config, wanted);
    }
    var judged = paths.isEmpty() ? config.paths() : paths;
    if (judged.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing required parameter: 'PATH': name a file, a directory or -, or write paths into %s"
              .formatted(CheckConfig.FILE));
    }
    var old = baseline(config);
    var settings = settings(config);
    var bundles = showing("reading", () -> bundles(judged, settings));
    return isAbsent(bundles)
        ? ExitCode.USAGE
        : reported(showing("judging", () -> judged(bundles, settings)), old, wanted, judged);
  }

  /// Judges a cluster as it is, or as it would be with the files.
  private int checkedInCluster(CheckConfig config, List<Output> wanted)
      throws IOException, BadFile, BadRevision {
    mustBeAlone();
    var old = baseline(config);
    try (var live = cluster.connect()) {
      var settings = settings(config, live);
      var makers = settings.makers();
      if (paths.isEmpty()) {
        var there =
            showing("asking the cluster", () -> cluster.read(live, settings.namespace(), makers));
        return reported(Bundle.judged(there, settings), old, wanted, List.of("the cluster"));
      }
      var bundles = showing("reading", () -> bundles(paths, settings));
      return isAbsent(bundles)
          ? ExitCode.USAGE
          : reported(
              showing(
                  "asking the cluster",
                  () ->
                      bundles
                          .getFirst()
                          .judgedOver(names -> cluster.read(live, names, makers), settings)),
              old,
              wanted,
              paths);
    }
  }

  /// Tells which paths lead nowhere.
  private boolean isAbsent(List<Bundle> bundles) {
    var absent = bundles.stream().flatMap(bundle -> bundle.absent().stream()).toList();
    absent.forEach(source -> say(source.file() + " " + source.reason()));
    return !absent.isEmpty();
  }

  /// Shows somebody at a terminal what is going on, where it takes long.
  private <T> T showing(String phase, Work<T> work) throws BadRevision {
    try (var _ = Progress.begin(phase, spec.commandLine().getErr(), Terminal.showsErrors())) {
      return work.done();
    }
  }

  private interface Work<T> {
    T done() throws BadRevision;
  }

  private int reported(Report all, Optional<Baseline> old, List<Output> wanted, List<String> judged)
      throws IOException {
    if (newBaseline.isPresent() && all.readAnything()) {
      return written(newBaseline.get(), Baseline.text(all, old));
    }
    var report = old.map(known -> known.without(all, LocalDate.now(ZoneOffset.UTC))).orElse(all);
    report.notes().forEach(this::say);
    return reports.write(report, wanted, this::say) ? exitCode(report, judged) : ExitCode.USAGE;
  }

  private Optional<Baseline> baseline(CheckConfig config) throws BadFile {
    // The one of the repository may be about to be made.
    var written = config.baseline().filter(f -> newBaseline.isEmpty() || Files.exists(Path.of(f)));
    var file = baseline.or(() -> written);
    return file.isEmpty() ? Optional.empty() : Optional.of(Baseline.read(file.get()));
  }

  /// What the command line says goes before the file.
  private CheckSettings settings(CheckConfig config) {
    var scope = complete || config.complete() ? Scope.COMPLETE_FILES : Scope.FILES;
    return settings(config, namespace.name(config.namespace()), scope);
  }

  private CheckSettings settings(CheckConfig config, ClusterReader live) {
    var otherwise = config.namespace().orElseGet(live::namespace);
    return settings(config, namespace.name(Optional.of(otherwise)), Scope.CLUSTER);
  }

  private CheckSettings settings(CheckConfig config, String ofObjects, Scope scope) {
    var levels =
        level
            .map(all -> new Levels(all, Map.of(), Levels.Source.USER))
            .orElseGet(() -> new Levels(config.level(), config.namespaces(), Levels.Source.LABELS));
    return new CheckSettings(
        ofObjects,
        scope,
        chosen.of(config),
        config.checksAt(CheckLevel.WARN),
        levels,
        PodMakers.COMMON.and(config.podlessKinds(), Map.of()));
  }

  private void mustBeAlone() {
    var given = new ArrayList<String>();
    since.ifPresent(_ -> given.add("--since"));
    if (each) {
      given.add("--each");
    }
    if (complete) {
      given.add("--complete");
    }
    if (!given.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--cluster and %s exclude each other".formatted(given.getFirst()));
    }
  }

  private Report judged(List<Bundle> bundles, CheckSettings settings) throws BadRevision {
    if (since.isEmpty()) {
      return sum(bundles, bundle -> bundle.judged(settings));
    }
    var named = bundles.stream().flatMap(bundle -> bundle.paths().stream()).toList();
    if (named.contains(ManifestSource.STDIN)) {
      throw new ParameterException(
          spec.commandLine(), "--since needs files; standard input (-) is in no repository");
    }
    var read = reader(settings, InputStream.nullInputStream());
    try (var files = EarlierFiles.at(since.get(), named)) {
      return sum(
          bundles,
          bundle -> {
            var there = bundle.paths().stream().flatMap(path -> files.path(path).stream());
            return bundle.judged(settings, Optional.of(read.apply(there.toList())));
          });
    }
  }

  private static Report sum(List<Bundle> bundles, Function<Bundle, Report> judge) {
    return Report.sum(bundles.parallelStream().map(judge).toList());
  }

  private int written(Path file, String text) {
    var failure = OutputFile.write(file, text);
    failure.ifPresent(reason -> say(file + " " + reason));
    return failure.isPresent() ? ExitCode.USAGE : ExitCode.OK;
  }

  private List<Bundle> bundles(List<String> judged, CheckSettings settings) {
    if (Collections.frequency(judged, ManifestSource.STDIN) > 1) {
      throw new ParameterException(spec.commandLine(), "Standard input (-) can be read only once");
    }
    var read = reader(settings, System.in);
    return each
        ? bundled(judged).parallelStream().map(path -> read.apply(List.of(path))).toList()
        : List.of(read.apply(judged));
  }

  /// How paths become a bundle.
  private Function<List<String>, Bundle> reader(CheckSettings settings, InputStream stdin) {
    return named -> render.read(named, stdin, settings.namespace(), this::say);
  }

  /// The paths that are bundles of their own: all, or what stands in the one folder that is named.
  private static List<String> bundled(List<String> judged) {
    var entries = judged.size() == 1 ? ManifestSource.entries(judged.getFirst()) : judged;
    return entries.isEmpty() ? judged : entries;
  }

  private int exitCode(Report report, List<String> judged) {
    if (!report.readAnything()) {
      say(nothingReadable(report, judged));
      return ExitCode.USAGE;
    }
    var failing = reports.failing();
    return report.findings().stream().anyMatch(finding -> failing.contains(finding.severity()))
        ? 1
        : ExitCode.OK;
  }

  private static String nothingReadable(Report report, List<String> judged) {
    var where = String.join(", ", judged.subList(0, Math.min(3, judged.size())));
    var more = judged.size() > 3 ? " and %d more".formatted(judged.size() - 3) : "";
    var why =
        report.findings().stream()
            .findFirst()
            .map(finding -> finding.place() + ": " + finding.text())
            .orElse("no document in it");
    return "no Kubernetes object could be read from %s%s: %s".formatted(where, more, why);
  }

  private void say(String line) {
    spec.commandLine().getErr().println("fairlead: " + PlainText.line(line));
  }
}
