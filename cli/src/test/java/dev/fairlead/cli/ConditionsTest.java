package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ConditionsTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrongIsNamedBeforeAClusterIsAsked() {
    assertThat(Run.of("conditions").exitCode()).isEqualTo(2);
    var namespace = Run.of("conditions", "remove", "--namespace", "a/b");
    assertThat(namespace.exitCode()).isEqualTo(2);
    assertThat(namespace.err()).contains("'--namespace': 'a/b': must be lower case letters");
    var lease = Run.of("conditions", "remove", "--lease", "..");
    assertThat(lease.exitCode()).isEqualTo(2);
    assertThat(lease.err()).contains("'--lease': '..': must be lower case letters");
  }

  @Test
  void aKubeconfigThatIsNoneIsWrongUse() throws IOException {
    var none = folder.resolve("none");
    var broken = Files.writeString(folder.resolve("broken"), "clusters: [");
    for (var command : new String[] {"conditions remove", "check --cluster", "graph --cluster"}) {
      var absent = Run.of((command + " --kubeconfig " + none).split(" "));
      assertThat(absent.exitCode()).isEqualTo(2);
      assertThat(absent.out()).isEmpty();
      assertThat(absent.err()).endsWith(none + ": there is no such kubeconfig\n").hasLineCount(1);

      var bad = Run.of((command + " --kubeconfig " + broken).split(" "));
      assertThat(bad.exitCode()).isEqualTo(2);
      assertThat(bad.err()).contains(broken + ": not a kubeconfig: ").hasLineCount(1);
    }
  }

  @Test
  void aClusterThatDoesNotAnswerIsWrongUse() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: gone
            clusters: [{name: gone, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: me, user: {token: t}}]
            contexts: [{name: gone, context: {cluster: gone, user: me}}]
            """);

    var run = Run.of("conditions", "remove", "--kubeconfig", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith(
            "fairlead conditions remove: cannot reach the API server https://127.0.0.1:1/ (")
        .hasLineCount(1);
  }
}
