package dev.fairlead.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The option of commands that read files: the namespace of objects that name none.
final class DefaultNamespace {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--namespace",
      paramLabel = "NAMESPACE",
      description = "Where objects live that name no namespace. Default: ${DEFAULT-VALUE}.")
  private String namespace = "default";

  /// Its name. Throws picocli's exception where no namespace can have it.
  String name() {
    NamespaceOption.require(namespace, spec);
    return namespace;
  }
}
