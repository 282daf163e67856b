package dev.fairlead.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// What the API server takes for the name of a namespace.
final class NamespaceOption {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private NamespaceOption() {}

  static void require(String namespace, CommandSpec spec) {
    if (!NAME.matcher(namespace).matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--namespace': '%s': must be lower case letters, digits and hyphens between them, at most 63"
              .formatted(namespace));
    }
  }
}
