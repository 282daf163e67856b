package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A large file in little memory, with the flags of the launcher.
final class LargeInputTest {
  private static final int DOCUMENTS = 14_000;

  /// Half of what the nodes of all documents take.
  private static final String HEAP = "-Xmx192m";

  private static final Pattern FLAGS = Pattern.compile("(?m)^quick='(.*)'$");

  @TempDir private Path folder;

  @Test
  void tenMegabytesOfYamlAreJudgedInBoundedMemory() throws IOException, InterruptedException {
    var file = folder.resolve("large.yaml");
    try (var out = Files.newBufferedWriter(file)) {
      for (var i = 0; i < DOCUMENTS; i++) {
        out.write(wired(i, i == DOCUMENTS / 2 ? "htpp" : "http"));
      }
    }
    assertThat(Files.size(file)).isGreaterThan(10_000_000);
    var flags = new ArrayList<>(flags());
    flags.add(HEAP);
    var output = folder.resolve("output");

    var ended =
        OwnProcess.of(flags, "check", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();

    var said = Files.readString(output);
    assertThat(ended).as(said).isEqualTo(1);
    assertThat(said)
        .contains(
            "error[target-port-unresolved]: Service/shop-7000",
            "  ports: [{name: http, port: 80, targetPort: htpp}]",
            "28000 objects judged (14000 Services, 14000 workloads): 1 error");
  }

  private static List<String> flags() throws IOException {
    var flags = FLAGS.matcher(Files.readString(Path.of("../fairlead")));
    assertThat(flags.find()).isTrue();
    return List.of(flags.group(1).split(" "));
  }

  private static String wired(int number, String port) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: shop-%1$d}
    spec:
      replicas: 2
      selector: {matchLabels: {app: shop-%1$d}}
      template:
        metadata:
          labels: {app: shop-%1$d, app.kubernetes.io/part-of: shop}
          annotations:
            description: "a text that nobody reads and everybody writes, over and over again, %1$d"
        spec:
          containers:
            - name: web
              image: shop/web:1.2.%1$d
              ports: [{containerPort: 8080, name: http}]
              env: [{name: A, value: "1"}, {name: B, value: "2"}, {name: C, value: "3"}]
              readinessProbe: {httpGet: {path: /ready, port: http}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: shop-%1$d}
    spec:
      selector: {app: shop-%1$d}
      ports: [{name: http, port: 80, targetPort: %2$s}]
    ---
    """
        .formatted(number, port);
  }
}
