package dev.fairlead.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `fairlead conditions`: what settle has written into a cluster.
@Command(
    name = "conditions",
    description = "Looks after what Fairlead has written into the status of Services.",
    subcommands = ConditionsRemove.class)
final class Conditions implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}
