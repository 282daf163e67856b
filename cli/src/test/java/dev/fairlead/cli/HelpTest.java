package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// `--help` of every command teaches by examples, which are true.
final class HelpTest {
  static Stream<String> everyCommand() {
    return within(Fairlead.commandLine());
  }

  private static Stream<String> within(CommandLine command) {
    var spec = command.getCommandSpec();
    var hidden = spec.usageMessage().hidden();
    return Stream.concat(
        hidden ? Stream.empty() : Stream.of(spec.qualifiedName()),
        command.getSubcommands().values().stream().flatMap(HelpTest::within));
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void showsExamplesThatCanBeTyped(String command) {
    var words = words(command + " --help");
    var help = Run.of(words).out();
    var examples = help.lines().filter(line -> line.matches(" {2}(.*\\| *)?fairlead .*")).toList();
    assertThat(examples).as(help).isNotEmpty();
    for (var example : examples) {
      assertThat(example).as("a line of a terminal").hasSizeLessThanOrEqualTo(80);
      var typed =
          words(example.replaceFirst(".*?\\bfairlead ", "fairlead ").replaceFirst(" \\|.*", ""));
      // Throws where there is no such option.
      Fairlead.commandLine(typed.toArray(String[]::new)).parseArgs(typed.toArray(String[]::new));
    }
    // A group shows its commands, and the command itself every command.
    assertThat(examples).anyMatch(example -> example.contains(command + " "));
  }

  @Test
  void calledByKubectlItIsShownAsItsPlugin() {
    var plugin = Fairlead.called("kubectl fairlead");
    assertThat(requireNonNull(plugin.getSubcommands().get("check")).getUsageMessage())
        .startsWith("Usage: kubectl fairlead check ")
        .contains("  kubectl fairlead check --since origin/main deploy/")
        .contains("| kubectl fairlead check -")
        .doesNotContainPattern("(?m)^ {2}fairlead ");
  }

  /// What is typed after `fairlead`.
  private static List<String> words(String line) {
    return Arrays.stream(line.strip().split(" +")).skip(1).toList();
  }
}
