package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A reader that goes before all is written, such as `| head -1`.
final class ClosedOutputTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"human", "json", "sarif", "junit", "gitlab"})
  @Timeout(60)
  void theCommandEndsQuietly(String format) throws IOException, InterruptedException {
    // More than any pipe holds.
    var text = new StringBuilder();
    for (var i = 0; i < 500; i++) {
      text.append(service("shop-" + i));
    }
    var manifests = Files.writeString(folder.resolve("many.yaml"), text);
    var errors = folder.resolve("errors");
    var process =
        OwnProcess.of(List.of(), "check", "--complete", "--format=" + format, manifests.toString())
            .redirectError(errors.toFile())
            .start();
    try (var out = process.getInputStream()) {
      assertThat(out.read()).isPositive();
    }

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readString(errors)).isEmpty();
  }

  private static String service(String name) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %s}
    spec: {selector: {app: shop}, ports: [{port: 80, targetPort: htpp}]}
    ---
    """
        .formatted(name);
  }
}
