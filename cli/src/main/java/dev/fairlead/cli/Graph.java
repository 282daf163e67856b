package dev.fairlead.cli;

import dev.fairlead.cli.check.Bundle;
import dev.fairlead.cli.check.CheckSettings;
import dev.fairlead.cli.check.Seen;
import dev.fairlead.cli.graph.DotGraph;
import dev.fairlead.cli.graph.JsonGraph;
import dev.fairlead.cli.graph.MermaidGraph;
import dev.fairlead.cli.render.CannotRender;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.policies.topology.Topology;
import dev.fairlead.policies.view.Scope;
import dev.fairlead.webhook.api.ClusterUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead graph`: the picture of the wiring.
@Command(
    name = "graph",
    description =
        "Draws who calls which Service, which workload that reaches by which port, and what is"
            + " broken.",
    footer = {
      "",
      "Exit codes: 0 drawn, whatever is broken; 2 wrong use or nothing readable.",
      "",
      "  fairlead graph deploy/",
      "  fairlead graph --format dot deploy/ | dot -Tsvg -o wiring.svg",
      "  fairlead graph --format json charts/shop",
      "  fairlead graph --cluster -n shop",
    })
final class Graph implements Callable<Integer> {
  /// How a picture is written.
  enum Format {
    MERMAID,
    DOT,
    JSON;

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
      arity = "0..*",
      paramLabel = "PATH",
      description =
          "A file, a directory with *.yaml, *.yml and *.json files at any depth, a Helm chart, a"
              + " kustomization, or - for standard input.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--format",
      converter = FormatOption.class,
      completionCandidates = FormatOption.class,
      paramLabel = "FORMAT",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.MERMAID;

  @Option(names = "--complete", description = "Says that nothing lives outside the files.")
  private boolean complete;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private RenderOption render;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private DefaultNamespace namespace;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private ClusterOption cluster;

  @Override
  public Integer call() throws IOException {
    if (cluster.isWanted() != paths.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          cluster.isWanted()
              ? "--cluster and PATH exclude each other: %s".formatted(paths.getFirst())
              : "Missing required parameter: 'PATH': name a file, a directory or -, or give"
                  + " --cluster");
    }
    try {
      return draw(cluster.isWanted() ? inCluster() : inFiles());
    } catch (CannotRender e) {
      say(String.valueOf(e.getMessage()));
    } catch (ClusterUnavailable e) {
      say("--cluster: " + e.getMessage());
    }
    return ExitCode.USAGE;
  }

  private Seen inFiles() {
    var scope = complete ? Scope.COMPLETE_FILES : Scope.FILES;
    var settings = new CheckSettings(namespace.name(), scope);
    return render.read(paths, System.in, settings.namespace(), this::say).seen(settings);
  }

  private Seen inCluster() {
    try (var live = cluster.connect()) {
      var settings =
          new CheckSettings(namespace.name(Optional.of(live.namespace())), Scope.CLUSTER);
      var there = cluster.read(live, settings.namespace(), settings.makers());
      return Bundle.seen(there, settings);
    }
  }

  private int draw(Seen seen) throws IOException {
    seen.problems().forEach(this::say);
    if (!seen.readAnything()) {
      say("no Kubernetes object could be read from " + String.join(", ", paths));
      return ExitCode.USAGE;
    }
    var topology = Topology.of(seen.view());
    var out = spec.commandLine().getOut();
    switch (format) {
      case MERMAID -> new MermaidGraph(out).write(topology);
      case DOT -> new DotGraph(out).write(topology);
      case JSON -> JsonGraph.write(topology, out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private void say(String line) {
    spec.commandLine().getErr().println("fairlead: " + PlainText.line(line));
  }
}
