package dev.fairlead.cli;

import dev.fairlead.certs.CaBundle;
import dev.fairlead.webhook.certificates.CertificateCluster;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that name a Secret and its cluster.
final class SecretOption {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--secret",
      paramLabel = "NAMESPACE/NAME",
      description = "A Secret of the cluster.")
  @Nullable String secret;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster. Default: the one it runs in, then KUBECONFIG.")
  @Nullable Path kubeconfig;

  boolean isGiven() {
    return secret != null;
  }

  /// A connection to its cluster, not used yet.
  CertificateCluster connect() {
    var parts = String.valueOf(secret).split("/", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--secret': must be NAMESPACE/NAME, is '%s'".formatted(secret));
    }
    return CertificateCluster.connect(
        Optional.ofNullable(kubeconfig),
        System.getenv(),
        parts[0],
        parts[1],
        CaBundle.LABEL + "=" + parts[0],
        InstantSource.system(),
        new SecureRandom());
  }
}
