package dev.fairlead.cli;

import dev.fairlead.cli.fix.FixRun;
import dev.fairlead.cli.fix.FixSettings;
import dev.fairlead.cli.fix.FixSettings.Findings;
import dev.fairlead.cli.fix.FixedFiles;
import dev.fairlead.cli.fix.InPlace;
import dev.fairlead.cli.fix.Said;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.policies.fixes.FixSwitches;
import dev.fairlead.policies.fixes.Fixes;
import dev.fairlead.policies.fixes.HttpProbe;
import dev.fairlead.policies.model.PlainText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead fix`: writes into manifests what the webhook would otherwise set in the cluster.
@Command(
    name = "fix",
    description = {
      "Names ports and adds readiness probes in manifests, in place, with every comment and blank"
          + " kept.",
      "With --all it also mends mistakes that can mean one thing only.",
    },
    footer = {
      "",
      "What is generated, a template, or a part of an object (a kustomize patch) is left as it is.",
      "",
      "Exit codes: 0 done, or nothing to do; 1 with --check: something would change; 2 wrong use,"
          + " nothing readable, or something that would have to change cannot be.",
      "",
      "  fairlead fix --dry-run deploy/ | patch -p0",
      "  fairlead fix --check deploy/",
      "  fairlead fix --all --only named-ports deploy/",
      "  fairlead fix --probe-path /healthz --probe-port http deploy/",
    })
final class Fix implements Callable<Integer> {
  /// The fixes by name, for help.
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Fixes.ids().iterator();
    }
  }

  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  @Spec
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "A file, a directory with *.yaml, *.yml and *.json files at any depth, or - alone for"
              + " standard input, which is written to standard output. Files given together are"
              + " judged together.")
  private List<String> paths = new ArrayList<>();

  @Option(names = "--dry-run", description = "Writes a unified diff instead, and no file.")
  private boolean dryRun;

  @Option(names = "--check", description = "Writes no file, and exits with 1 if one would change.")
  private boolean check;

  @Option(
      names = "--all",
      description = {
        "Mends findings, too: a mistyped pair of a selector, a target port with one candidate, the"
            + " short name of a Service of another namespace.",
      })
  private boolean all;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "FIX",
      completionCandidates = Names.class,
      description = "Only these fixes of: ${COMPLETION-CANDIDATES}. Default: all of them.")
  private Set<String> only = new LinkedHashSet<>();

  @Option(
      names = "--probe-path",
      paramLabel = "PATH",
      description =
          "Probes ask over HTTP for this path; needs --probe-port. Default: what the annotations of"
              + " a Namespace in the files say; without any, probes open the port.")
  private @Nullable String probePath;

  @Option(
      names = "--probe-port",
      paramLabel = "PORT",
      description = "The container port that answers there.")
  private @Nullable String probePort;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private DefaultNamespace namespace;

  @Override
  public Integer call() {
    var settings = terms();
    var stdin = paths.contains(ManifestSource.STDIN);
    if (stdin && paths.size() > 1) {
      throw wrong("Standard input (-) must be the only PATH");
    }
    var sources = ManifestSource.read(paths, System.in);
    var absent = sources.stream().filter(Absent.class::isInstance).map(Absent.class::cast).toList();
    if (!absent.isEmpty()) {
      absent.forEach(source -> say(source.file() + " " + source.reason()));
      return ExitCode.USAGE;
    }
    var fixed = FixRun.of(sources, settings);
    fixed.left().forEach(this::say);
    fixed.refused().forEach(this::say);
    if (fixed.objects() == 0) {
      say("no Kubernetes object could be read from " + String.join(", ", paths));
      return ExitCode.USAGE;
    }
    var written = true;
    if (dryRun || check || stdin) {
      show(fixed, stdin);
    } else {
      written = write(fixed);
    }
    spec.commandLine().getOut().flush();
    if (!written || !fixed.refused().isEmpty()) {
      return ExitCode.USAGE;
    }
    return check && !fixed.changed().isEmpty() ? 1 : ExitCode.OK;
  }

  private FixSettings terms() {
    var home = namespace.name();
    for (var fix : only) {
      if (!Fixes.ids().contains(fix)) {
        throw wrong(
            "Invalid value for option '--only': '%s': must be one of %s"
                .formatted(fix, String.join(", ", Fixes.ids())));
      }
    }
    var fixes = only.isEmpty() ? Set.copyOf(Fixes.ids()) : only;
    return new FixSettings(home, fixes, http(), all ? Findings.MENDED : Findings.LEFT);
  }

  private Optional<HttpProbe> http() {
    if (probePath == null && probePort == null) {
      return Optional.empty();
    }
    if (probePath == null || probePort == null) {
      throw wrong("--probe-path and --probe-port need each other");
    }
    require("--probe-path", FixSwitches.PROBE_PATH, probePath);
    require("--probe-port", FixSwitches.PROBE_PORT, probePort);
    return Optional.of(new HttpProbe(probePath, Integer.parseInt(probePort)));
  }

  /// The annotation of the Namespace allows the same.
  private void require(String option, String annotation, String value) {
    FixSwitches.brokenOnNamespace(annotation, value)
        .ifPresent(
            must -> {
              throw wrong("Invalid value for option '%s': '%s': %s".formatted(option, value, must));
            });
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /// Writes no file.
  private void show(FixedFiles fixed, boolean stdin) {
    if (dryRun) {
      fixed.changed().forEach(file -> print(fixed.diff(file)));
    } else if (stdin && !check) {
      fixed.changes().forEach(this::say);
      fixed.files().forEach(file -> print(file.after()));
    } else {
      list(fixed.changes());
      print(summary(fixed.changes().size(), fixed.changed().size(), "would change"));
    }
  }

  /// False where a file could not be written.
  private boolean write(FixedFiles fixed) {
    var done = new ArrayList<Said>();
    var files = 0;
    for (var file : fixed.changed()) {
      var failure = InPlace.write(file);
      if (failure.isPresent()) {
        say(file.name() + " " + failure.get());
      } else {
        done.addAll(fixed.changesOf(file));
        files++;
      }
    }
    list(done);
    print(summary(done.size(), files, "changed"));
    return files == fixed.changed().size();
  }

  private void list(List<Said> changes) {
    changes.forEach(change -> print(change + "\n"));
  }

  private static String summary(int changes, int files, String done) {
    return files == 0
        ? "nothing to fix\n"
        : "%d %s %s: %d %s\n"
            .formatted(
                files,
                files == 1 ? "file" : "files",
                done,
                changes,
                changes == 1 ? "change" : "changes");
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
  }

  private void say(Object line) {
    spec.commandLine().getErr().println("fairlead: " + PlainText.line(line));
  }
}
