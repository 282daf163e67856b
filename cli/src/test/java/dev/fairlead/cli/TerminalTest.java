package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command at a pseudo-terminal, which `script` of util-linux makes.
final class TerminalTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final String EXAMPLE = "../examples/p1-selector-mismatch.yaml";

  @TempDir private Path folder;

  /// @param shell what runs before the command, in its shell
  private static String at(String shell, String... arguments)
      throws IOException, InterruptedException {
    var command =
        OwnProcess.of(List.of(), arguments).command().stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    var builder =
        new ProcessBuilder("script", "-qec", shell + "; " + command, "/dev/null")
            .redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.environment().keySet().removeAll(List.of("CI", "NO_COLOR", "COLUMNS"));
    var process = builder.start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isIn(0, 1);
    return said.replace("\r\n", "\n");
  }

  private static void isGolden(String name, String said) throws IOException {
    var golden = GOLDEN.resolve(name);
    if (Boolean.getBoolean("fairlead.golden.write")) {
      Files.writeString(golden, said);
    }
    assertThat(said).isEqualTo(Files.readString(golden));
  }

  @Test
  void aTerminalHasColoursAndLinesOfItsWidth() throws IOException, InterruptedException {
    isGolden("terminal-72.txt", at("stty cols 72 rows 40", "check", EXAMPLE));
  }

  @Test
  void aWideTerminalHasLongLines() throws IOException, InterruptedException {
    isGolden("terminal-300.txt", at("stty cols 300 rows 40", "check", EXAMPLE));
  }

  @Test
  void withoutColoursTheMarksStay() throws IOException, InterruptedException {
    var said = at("stty cols 72 rows 40; export NO_COLOR=1", "check", EXAMPLE);
    assertThat(said).contains("^^^^").doesNotContain("\u001B");
  }

  @Test
  void whatComesThroughAPipeIsColouredToo() throws IOException, InterruptedException {
    assertThat(at("stty cols 72 rows 40; exec <" + EXAMPLE, "check", "-"))
        .contains("\u001B[31m", "at -:32:3");
  }

  @Test
  void nothingIsShownOfWhatIsSoonOver() throws IOException, InterruptedException {
    assertThat(at("stty cols 72 rows 40", "check", EXAMPLE)).doesNotContain("reading");
  }

  @Test
  void whatTakesLongIsShownInOneLineThatGoes() throws IOException, InterruptedException {
    var pipe = folder.resolve("slow.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    var slow = "(sleep 3; cat ../examples/healthy/*.yaml >'%s') &".formatted(pipe);
    var said = at("stty cols 72 rows 40; " + slow + " true", "check", pipe.toString());

    assertThat(said)
        .contains("\r\u001B[Kfairlead: reading, 1 s", "\r\u001B[Kfairlead: reading, 2 s");
    // The report begins in a line that is clear.
    assertThat(said.substring(said.lastIndexOf("\r\u001B[K"))).doesNotContain("reading");
  }

  @Test
  void aFileGetsNeitherColoursNorProgress() throws IOException, InterruptedException {
    var report = folder.resolve("report");
    var words = new ArrayList<>(OwnProcess.of(List.of(), "check", EXAMPLE).command());
    Collections.addAll(words, ">" + report);
    var process =
        new ProcessBuilder("script", "-qec", String.join(" ", words), "/dev/null").start();
    process.getOutputStream().close();
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readString(report))
        .contains("error[selector-unmatched]")
        .doesNotContain("\u001B");
  }
}
