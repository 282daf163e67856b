package dev.fairlead.cli;

import picocli.CommandLine.Command;

/// `fairlead conditions`: what settle has written into a cluster.
@Command(
    name = "conditions",
    description = "Looks after what Fairlead has written into the status of Services.",
    subcommands = ConditionsRemove.class,
    footer = {"", "  fairlead conditions remove --dry-run"})
final class Conditions extends CommandGroup {}
