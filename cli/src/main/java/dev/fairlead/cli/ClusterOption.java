package dev.fairlead.cli;

import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.cluster.ClusterReader;
import java.nio.file.Path;
import java.util.Optional;
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

  boolean all() {
    return all;
  }

  /// @throws ClusterUnavailable where there is none, or it does not answer
  ClusterReader connect() {
    return ClusterReader.connect(kubeconfig, System.getenv());
  }
}
