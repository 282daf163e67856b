package dev.fairlead.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fairlead.cli.check.Bundle;
import dev.fairlead.cli.check.CheckSettings;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.policies.view.Scope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/// Any text is judged as manifests, or is told where it is none.
final class YamlFuzzTest {
  private static final CheckSettings SETTINGS = new CheckSettings("default", Scope.COMPLETE_FILES);

  static Object[] seeds() {
    return Seeds.manifests().toArray();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void aFileIsJudged(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);

    Cost.bounded(
        () ->
            new Bundle(List.of(), List.of(new ManifestSource.Text("fuzz.yaml", text)))
                .judged(SETTINGS));
  }
}
