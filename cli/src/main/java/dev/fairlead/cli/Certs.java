package dev.fairlead.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `fairlead certs`: certificates on a laptop, and in an incident.
@Command(
    name = "certs",
    description = "Makes certificates, says what is wrong with them, and has them renewed.",
    subcommands = {
      CertsInspect.class,
      CertsIssue.class,
      CertsRotate.class,
    })
final class Certs implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}
