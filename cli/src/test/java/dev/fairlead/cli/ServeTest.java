package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How `serve` refuses to start; that it serves is for tests with a cluster to show.
class ServeTest {
  private static final String STATE = "../examples/healthy";

  @TempDir private Path folder;

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = String.valueOf(taken.getLocalPort());

      var run =
          Run.of(
              "serve",
              "--state",
              STATE,
              "--address",
              "127.0.0.1",
              "--port",
              port,
              "--management-port",
              "0");

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .contains(
              "fairlead serve: fairlead.port: must be a free port, %s on 127.0.0.1 is in use"
                  .formatted(port));
    }
  }

  @Test
  void everyBadSettingIsNamedAtOnce() {
    var run = Run.of("serve", "--state", STATE, "--port", "80000", "--level", "paranoid");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("fairlead.port")
        .contains("80000")
        .contains("fairlead.level")
        .contains("strict, guard, warn, off");
    assertThat(run.err().lines()).hasSize(2);
  }

  @Test
  void aKubeconfigThatIsNoneIsNamed() throws IOException {
    var file = Files.writeString(folder.resolve("kubeconfig"), "clusters: {{");

    var run = Run.of("serve", "--kubeconfig", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(file + ": not a kubeconfig");
  }

  @Test
  void stateThatCannotBeReadIsNamed() throws IOException {
    var file = Files.writeString(folder.resolve("state.yaml"), "kind: Service\nmetadata: [");

    var run = Run.of("serve", "--state", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(file + ":");
  }

  @Test
  void halfACertificateFolderIsNamed() throws IOException {
    Files.writeString(folder.resolve("tls.crt"), "");

    var run = Run.of("serve", "--state", STATE, "--cert-dir", folder.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(folder + ": must hold all of tls.crt, tls.key and ca.crt");
  }
}
