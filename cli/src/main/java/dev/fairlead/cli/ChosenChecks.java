package dev.fairlead.cli;

import dev.fairlead.cli.config.CheckConfig;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.judge.CheckLevel;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that choose checks.
final class ChosenChecks {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "CHECK",
      split = ",",
      description = "Only these checks count. What cannot be read is reported all the same.")
  private List<String> only = List.of();

  @Option(names = "--skip", paramLabel = "CHECK", split = ",", description = "These do not count.")
  private List<String> skip = List.of();

  /// The ids of the checks that count. Throws picocli's exception where one is none, or none is
  /// left.
  Set<String> of(CheckConfig config) {
    mustBeChecks("--only", only);
    mustBeChecks("--skip", skip);
    var checks = new TreeSet<>(only.isEmpty() ? Checks.ids() : only);
    if (only.isEmpty()) {
      checks.removeAll(config.checksAt(CheckLevel.OFF));
    }
    skip.forEach(checks::remove);
    if (checks.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--skip': no check is left to judge by");
    }
    return checks;
  }

  private void mustBeChecks(String option, List<String> ids) {
    for (var id : ids) {
      if (!Checks.ids().contains(id)) {
        throw new ParameterException(
            spec.commandLine(),
            "Invalid value for option '%s' (CHECK): '%s': must be one of %s"
                .formatted(option, id, String.join(", ", Checks.ids())));
      }
    }
  }
}
