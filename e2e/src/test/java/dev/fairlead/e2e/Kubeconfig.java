package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/// A kubeconfig file with one cluster and one user, who has a token.
final class Kubeconfig {
  private Kubeconfig() {}

  static void write(Path file, String server, String authority, String token) {
    var content =
        """
        apiVersion: v1
        kind: Config
        current-context: e2e
        clusters:
          - name: e2e
            cluster:
              server: %s
              certificate-authority-data: %s
        users:
          - name: e2e
            user:
              token: %s
        contexts:
          - name: e2e
            context:
              cluster: e2e
              user: e2e
        """
            .formatted(server, base64(authority), token);
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same cluster as an administrator's, for somebody else.
  static void write(Path file, Client admin, String token) {
    write(file, field(admin, "server"), authority(admin), token);
  }

  static String authority(Client admin) {
    var decoded = Base64.getDecoder().decode(field(admin, "certificate-authority-data"));
    return new String(decoded, StandardCharsets.UTF_8);
  }

  static String server(Client admin) {
    return field(admin, "server");
  }

  private static String field(Client admin, String name) {
    return admin
        .kubectl(
            "config", "view", "--raw", "-o", "jsonpath={.clusters[0].cluster.%s}".formatted(name))
        .successful()
        .out();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
