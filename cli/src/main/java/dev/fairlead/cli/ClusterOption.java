package dev.fairlead.cli;

import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.cluster.ClusterReader;
import dev.fairlead.webhook.cluster.ClusterReader.Contents;
import dev.fairlead.webhook.cluster.ClusterReader.Extent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of commands that read a cluster where they are asked to, and none otherwise.
final class ClusterOption {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--cluster",
      description =
          "Reads the cluster that kubectl would talk to, and changes nothing there: the namespaces"
              + " of the files, or else that of --namespace or of the kubeconfig.")
  private boolean wanted;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Reads all namespaces of the cluster.")
  private boolean all;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster. Default: the one it runs in, then KUBECONFIG.")
  private Optional<Path> kubeconfig = Optional.empty();

  /// Throws picocli's exception where the other options are given without `--cluster`.
  boolean isWanted() {
    if (!wanted && all) {
      throw alone("--all-namespaces");
    }
    if (!wanted && kubeconfig.isPresent()) {
      throw alone("--kubeconfig");
    }
    return wanted;
  }

  private ParameterException alone(String option) {
    return new ParameterException(
        spec.commandLine(), option + " needs --cluster: without it no cluster is read");
  }

  /// @throws ClusterUnavailable where there is none, or it does not answer
  ClusterReader connect() {
    return ClusterReader.connect(kubeconfig, System.getenv());
  }

  /// Reads some namespaces, or all where the user asks for them.
  ///
  /// @throws ClusterUnavailable where it does not answer, or refuses
  Contents read(ClusterReader live, Set<String> namespaces, PodMakers makers) {
    return live.read(new Extent(named(namespaces), makers, false));
  }

  /// The same, with the trees of the objects.
  Contents readTrees(ClusterReader live, Set<String> namespaces, PodMakers makers) {
    return live.read(new Extent(named(namespaces), makers, true));
  }

  private Optional<Set<String>> named(Set<String> namespaces) {
    return all ? Optional.empty() : Optional.of(namespaces);
  }

  /// Reads a namespace, or all. Throws picocli's exception where there is no such namespace.
  Contents read(ClusterReader live, String namespace, PodMakers makers) {
    var there = read(live, Set.of(namespace), makers);
    if (!there.absent().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--namespace': '%s': the cluster has no such namespace"
              .formatted(namespace));
    }
    return there;
  }
}
