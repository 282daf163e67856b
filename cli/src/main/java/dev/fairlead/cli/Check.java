package dev.fairlead.cli;

import dev.fairlead.cli.check.Bundle;
import dev.fairlead.cli.check.CheckSettings;
import dev.fairlead.cli.check.HumanReport;
import dev.fairlead.cli.check.JsonReport;
import dev.fairlead.cli.check.Report;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.policies.view.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    })
final class Check implements Callable<Integer> {
  /// How findings are written.
  enum Format {
    HUMAN,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
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
      paramLabel = "FORMAT",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.HUMAN;

  @Option(names = "--each", description = "Judges every PATH as a bundle of its own.")
  private boolean each;

  @Option(names = "--complete", description = "Says that nothing lives outside the files.")
  private boolean complete;

  @Option(names = "--info", description = "Shows infos too. In JSON they always are.")
  private boolean info;

  @Option(names = "--strict", description = "Exits with 1 for warnings, too.")
  private boolean strict;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private DefaultNamespace namespace;

  @Override
  public Integer call() throws IOException {
    var terms = new CheckSettings(namespace.name(), complete ? Scope.COMPLETE_FILES : Scope.FILES);
    var bundles = bundles();
    var absent = bundles.stream().flatMap(bundle -> bundle.absent().stream()).toList();
    if (!absent.isEmpty()) {
      absent.forEach(source -> say(source.file() + " " + source.reason()));
      return ExitCode.USAGE;
    }
    var report = Report.sum(bundles.parallelStream().map(bundle -> bundle.judged(terms)).toList());
    report.notes().forEach(this::say);
    write(report);
    return exitCode(report);
  }

  private List<Bundle> bundles() {
    if (Collections.frequency(paths, ManifestSource.STDIN) > 1) {
      throw new ParameterException(spec.commandLine(), "Standard input (-) can be read only once");
    }
    return each
        ? paths.parallelStream().map(path -> Bundle.read(List.of(path), System.in)).toList()
        : List.of(Bundle.read(paths, System.in));
  }

  private void write(Report report) throws IOException {
    var command = spec.commandLine();
    switch (format) {
      case JSON -> JsonReport.write(report, command.getOut());
      case HUMAN -> {
        if (report.readAnything()) {
          var shown = info ? HumanReport.Shown.ALL : HumanReport.Shown.NO_INFOS;
          new HumanReport(command.getOut(), command.getColorScheme().ansi(), shown).write(report);
        }
      }
    }
    command.getOut().flush();
  }

  private int exitCode(Report report) {
    if (!report.readAnything()) {
      say(nothingReadable(report));
      return ExitCode.USAGE;
    }
    var summary = report.summary();
    return summary.errors() > 0 || (strict && summary.warnings() > 0) ? 1 : ExitCode.OK;
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
