package dev.fairlead.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fairlead.cli.fix.FixRun;
import dev.fairlead.cli.fix.FixSettings;
import dev.fairlead.cli.manifests.ManifestSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.provider.MethodSource;

/// Any text is fixed or left alone, and what is fixed stays as it is when it is fixed again.
final class FixerFuzzTest {
  private static final FixSettings SETTINGS =
      new FixSettings(
          "default",
          Set.of("named-ports", "default-probes"),
          Optional.empty(),
          FixSettings.Findings.MENDED);

  static Object[] seeds() {
    return Seeds.manifests().toArray();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void aFileThatIsFixedNeedsNoMore(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);

    Cost.bounded(
        () -> {
          var fixed = fixed(text);
          var again = fixed(fixed);
          if (!again.equals(fixed)) {
            throw new AssertionError("fixed once:\n%s\nfixed twice:\n%s".formatted(fixed, again));
          }
        });
  }

  private static String fixed(String text) {
    var outcome = FixRun.of(List.of(new ManifestSource.Text("fuzz.yaml", text)), SETTINGS);
    return outcome.files().getFirst().after();
  }
}
