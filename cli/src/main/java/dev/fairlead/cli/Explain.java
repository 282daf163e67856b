package dev.fairlead.cli;

import dev.fairlead.cli.report.CheckPage;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead explain`: the page of a check.
@Command(
    name = "explain",
    description = "Prints the page of a check: what happens in a cluster, why, and how to mend it.",
    footer = {
      "",
      "  fairlead explain selector-unmatched",
      "  fairlead explain target-port-mismatch | less",
    })
final class Explain implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "CHECK", description = "The id of a check, as in a message: [CHECK].")
  private String check = "";

  @Override
  public Integer call() {
    var page = CheckPage.of(check).orElseThrow(this::unknown);
    spec.commandLine().getOut().print(page.markdown());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private ParameterException unknown() {
    return new ParameterException(
        spec.commandLine(),
        "Invalid value for positional parameter CHECK: '%s': must be one of %s"
            .formatted(check, CheckPage.known().collect(Collectors.joining(", "))));
  }
}
