package dev.fairlead.cli;

import dev.fairlead.cli.check.BadBaseline;
import dev.fairlead.cli.check.Baseline;
import dev.fairlead.cli.check.Bundle;
import dev.fairlead.cli.check.CheckSettings;
import dev.fairlead.cli.check.Report;
import dev.fairlead.cli.git.BadRevision;
import dev.fairlead.cli.git.EarlierFiles;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.report.Format;
import dev.fairlead.cli.report.GithubReport;
import dev.fairlead.cli.report.GitlabReport;
import dev.fairlead.cli.report.HumanReport;
import dev.fairlead.cli.report.JsonReport;
import dev.fairlead.cli.report.JunitReport;
import dev.fairlead.cli.report.Output;
import dev.fairlead.cli.report.OutputFile;
import dev.fairlead.cli.report.SarifReport;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.policies.view.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
    })
final class Check implements Callable<Integer> {
  /// Where a step of GitHub Actions finds the name of the file for its summary.
  private static final String STEP_SUMMARY = "GITHUB_STEP_SUMMARY";

  /// Whether the human report on standard output has colours.
  enum Color {
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final class ColorOption extends Choice<Color> {
    ColorOption() {
      super(Color.values());
    }
  }

  /// Reads `FORMAT` and `FORMAT=FILE`.
  static final class OutputConverter implements ITypeConverter<Output> {
    @Override
    public Output convert(String value) {
      try {
        return Output.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  @Spec
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "A file, a directory with *.yaml, *.yml and *.json files at any depth, or - for standard"
              + " input.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT[=FILE]",
      converter = OutputConverter.class,
      description =
          "One of human, json, sarif, junit, github, gitlab; with =FILE it goes to that file. May"
              + " be given several times. Default: human.")
  private List<Output> outputs = new ArrayList<>();

  @Option(
      names = "--color",
      converter = ColorOption.class,
      completionCandidates = ColorOption.class,
      paramLabel = "WHEN",
      description =
          "One of: ${COMPLETION-CANDIDATES}. auto, the default, colours for a terminal unless"
              + " NO_COLOR is set.")
  private Color color = Color.AUTO;

  @Option(names = "--each", description = "Judges every PATH as a bundle of its own.")
  private boolean each;

  @Option(names = "--complete", description = "Says that nothing lives outside the files.")
  private boolean complete;

  @Option(names = "--info", description = "Shows infos too. In JSON they always are.")
  private boolean info;

  @Option(names = "--strict", description = "Exits with 1 for warnings, too.")
  private boolean strict;

  @Option(
      names = "--only",
      paramLabel = "CHECK",
      split = ",",
      description = "Only these checks count. What cannot be read is reported all the same.")
  private List<String> only = List.of();

  @Option(names = "--skip", paramLabel = "CHECK", split = ",", description = "These do not count.")
  private List<String> skip = List.of();

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

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private DefaultNamespace namespace;

  @Override
  public Integer call() throws IOException {
    try {
      return checked(outputs(), baseline());
    } catch (BadBaseline | BadRevision e) {
      say(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    }
  }

  private Optional<Baseline> baseline() throws BadBaseline {
    return baseline.isEmpty() ? Optional.empty() : Optional.of(Baseline.read(baseline.get()));
  }

  private int checked(List<Output> wanted, Optional<Baseline> old) throws IOException, BadRevision {
    var settings =
        new CheckSettings(
            namespace.name(), complete ? Scope.COMPLETE_FILES : Scope.FILES, checks());
    var bundles = bundles();
    var absent = bundles.stream().flatMap(bundle -> bundle.absent().stream()).toList();
    if (!absent.isEmpty()) {
      absent.forEach(source -> say(source.file() + " " + source.reason()));
      return ExitCode.USAGE;
    }
    var all = judged(bundles, settings);
    if (newBaseline.isPresent() && all.readAnything()) {
      return written(newBaseline.get(), Baseline.text(all, old));
    }
    var report = old.map(known -> known.without(all, LocalDate.now(ZoneOffset.UTC))).orElse(all);
    report.notes().forEach(this::say);
    return write(report, wanted) ? exitCode(report) : ExitCode.USAGE;
  }

  private Report judged(List<Bundle> bundles, CheckSettings settings) throws BadRevision {
    if (since.isEmpty()) {
      return sum(bundles, bundle -> bundle.judged(settings));
    }
    if (paths.contains(ManifestSource.STDIN)) {
      throw new ParameterException(
          spec.commandLine(), "--since needs files; standard input (-) is in no repository");
    }
    try (var files = EarlierFiles.at(since.get(), paths)) {
      return sum(
          bundles,
          bundle ->
              bundle.judged(
                  settings,
                  Optional.of(
                      Bundle.read(
                          bundle.paths().stream().flatMap(p -> files.path(p).stream()).toList(),
                          InputStream.nullInputStream()))));
    }
  }

  private static Report sum(List<Bundle> bundles, Function<Bundle, Report> judge) {
    return Report.sum(bundles.parallelStream().map(judge).toList());
  }

  /// The checks that count.
  private Set<String> checks() {
    mustBeChecks("--only", only);
    mustBeChecks("--skip", skip);
    var checks = new TreeSet<>(only.isEmpty() ? Checks.ids() : only);
    skip.forEach(checks::remove);
    if (checks.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--skip': no check is left to judge by");
    }
    return checks;
  }

  private void mustBeChecks(String option, List<String> ids) {
    for (var id : ids) {
      if (!Checks.ids().contains(id)) {
        throw new ParameterException(
            spec.commandLine(),
            "Invalid value for option '%s' (CHECK): '%s': must be one of %s"
                .formatted(option, id, String.join(", ", Checks.ids())));
      }
    }
  }

  private int written(Path file, String text) {
    var failure = OutputFile.write(file, text);
    failure.ifPresent(reason -> say(file + " " + reason));
    return failure.isPresent() ? ExitCode.USAGE : ExitCode.OK;
  }

  private List<Output> outputs() {
    var all = outputs.isEmpty() ? List.of(new Output(Format.HUMAN, Optional.empty())) : outputs;
    var places = all.stream().map(Output::file).toList();
    for (var file : places) {
      if (Collections.frequency(places, file) > 1) {
        throw new ParameterException(
            spec.commandLine(),
            "Invalid value for option '--format' (FORMAT[=FILE]): only one report can go to %s; write FORMAT=FILE"
                .formatted(file.map(Path::toString).orElse("standard output")));
      }
    }
    return all;
  }

  private List<Bundle> bundles() {
    if (Collections.frequency(paths, ManifestSource.STDIN) > 1) {
      throw new ParameterException(spec.commandLine(), "Standard input (-) can be read only once");
    }
    return each
        ? paths.parallelStream().map(path -> Bundle.read(List.of(path), System.in)).toList()
        : List.of(Bundle.read(paths, System.in));
  }

  /// Writes files first, so that what stands on standard output is true of them.
  ///
  /// @return false where a file could not be written
  private boolean write(Report report, List<Output> wanted) throws IOException {
    for (var output : wanted) {
      if (output.file().isPresent()) {
        var text = new StringWriter();
        write(report, output.format(), new PrintWriter(text), Ansi.OFF);
        var file = output.file().get();
        var failure = OutputFile.write(file, text.toString());
        if (failure.isPresent()) {
          say(file + " " + failure.get());
          return false;
        }
      }
    }
    for (var output : wanted) {
      if (output.file().isEmpty()) {
        var command = spec.commandLine();
        write(report, output.format(), command.getOut(), ansi());
      }
    }
    return true;
  }

  private void write(Report report, Format format, PrintWriter out, Ansi ansi) throws IOException {
    switch (format) {
      case HUMAN -> {
        if (report.readAnything()) {
          var shown = info ? HumanReport.Shown.ALL : HumanReport.Shown.NO_INFOS;
          new HumanReport(out, ansi, shown).write(report);
        }
      }
      case JSON -> JsonReport.write(report, out);
      case SARIF -> SarifReport.write(report, out);
      case JUNIT -> JunitReport.write(report, failing(), out);
      case GITHUB -> writeForGithub(new GithubReport(report), out);
      case GITLAB -> GitlabReport.write(report, out);
    }
    out.flush();
  }

  /// Adds to the summary of the step, where the command runs in one.
  private void writeForGithub(GithubReport report, PrintWriter out) throws IOException {
    report.writeAnnotations(out);
    var summary = System.getenv(STEP_SUMMARY);
    if (summary != null && !summary.isEmpty()) {
      OutputFile.append(Path.of(summary), report.summary())
          .ifPresent(reason -> say("%s=%s %s".formatted(STEP_SUMMARY, summary, reason)));
    } else if (report.left() > 0) {
      say(
          "%d more findings have no annotation: GitHub shows ten of a kind; where %s is set, the"
                  .formatted(report.left(), STEP_SUMMARY)
              + " summary of the step lists them");
    }
  }

  private Ansi ansi() {
    return switch (color) {
      case AUTO -> spec.commandLine().getColorScheme().ansi();
      case ALWAYS -> Ansi.ON;
      case NEVER -> Ansi.OFF;
    };
  }

  private Set<Severity> failing() {
    return strict ? EnumSet.of(Severity.ERROR, Severity.WARNING) : EnumSet.of(Severity.ERROR);
  }

  private int exitCode(Report report) {
    if (!report.readAnything()) {
      say(nothingReadable(report));
      return ExitCode.USAGE;
    }
    var failing = failing();
    return report.findings().stream().anyMatch(finding -> failing.contains(finding.severity()))
        ? 1
        : ExitCode.OK;
  }

  private String nothingReadable(Report report) {
    var where = String.join(", ", paths.subList(0, Math.min(3, paths.size())));
    var more = paths.size() > 3 ? " and %d more".formatted(paths.size() - 3) : "";
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
