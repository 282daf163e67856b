package dev.fairlead.webhook.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// How to reach an API server.
///
/// @param source where that was found, for messages
public record Connection(Config config, String source) {
  private static final Path SERVICE_ACCOUNT = Path.of(Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH);

  /// What the file says; without one the cluster that this runs in, then `KUBECONFIG`, then
  /// kubectl's own file.
  ///
  /// @throws ClusterUnavailable where none of them is there, or the file cannot be read
  public static Connection find(Optional<Path> kubeconfig, Map<String, String> environment) {
    if (kubeconfig.isPresent()) {
      return from(kubeconfig.get());
    }
    if (environment.containsKey("KUBERNETES_SERVICE_HOST") && Files.exists(SERVICE_ACCOUNT)) {
      System.setProperty(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY, "false");
      return new Connection(Config.autoConfigure(null), "service account");
    }
    return Config.getKubeconfigFilenames().stream()
        .map(Path::of)
        .filter(Files::exists)
        .findFirst()
        .map(Connection::from)
        .orElseThrow(
            () ->
                new ClusterUnavailable(
                    "no cluster: this is no Pod, and there is no kubeconfig; set --kubeconfig or"
                        + " KUBECONFIG"));
  }

  private static Connection from(Path file) {
    if (!Files.exists(file)) {
      throw new ClusterUnavailable("%s: there is no such kubeconfig".formatted(file));
    }
    try {
      return new Connection(
          Config.fromKubeconfig(Files.readString(file), file.toFile()), file.toString());
    } catch (IOException | RuntimeException e) {
      throw new ClusterUnavailable("%s: not a kubeconfig: %s".formatted(file, firstLine(e)), e);
    }
  }

  /// Every request is tried once: a watch begins again by itself, and a live read has no time.
  public KubernetesClient open() {
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /// Why the API server does not answer, empty if it does.
  Optional<String> problem(KubernetesClient client) {
    try {
      client.getKubernetesVersion();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(
          "cannot reach the API server %s (%s): %s"
              .formatted(config.getMasterUrl(), source, reason(e)));
    }
  }

  /// What the API server says, or what keeps us from asking it; one line.
  static String reason(Throwable failure) {
    var root = failure;
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e && e.getStatus() != null) {
        return String.valueOf(e.getStatus().getMessage());
      }
      root = cause;
    }
    return firstLine(root);
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
