package dev.fairlead.cli;

import picocli.CommandLine.Command;

/// `fairlead certs`: certificates on a laptop, and in an incident.
@Command(
    name = "certs",
    description = "Makes certificates, says what is wrong with them, and has them renewed.",
    subcommands = {
      CertsInspect.class,
      CertsIssue.class,
      CertsRotate.class,
    },
    footer = {
      "",
      "  fairlead certs issue certificates/",
      "  fairlead certs inspect certificates/",
    })
final class Certs extends CommandGroup {}
