package dev.fairlead.cli;

import dev.fairlead.policies.model.DnsLabel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// What may be the name of a namespace, by the rule of the API server. The chart has the same rule
/// for the name of its Lease.
final class NamespaceOption {
  private NamespaceOption() {}

  static void require(String namespace, CommandSpec spec) {
    require("--namespace", namespace, spec);
  }

  static void require(String option, String name, CommandSpec spec) {
    if (!DnsLabel.is(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '%s': '%s': must be lower case letters, digits and hyphens between them, at most 63"
              .formatted(option, name));
    }
  }
}
