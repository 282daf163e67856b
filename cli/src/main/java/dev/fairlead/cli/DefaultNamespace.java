package dev.fairlead.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The option of commands that read files: the namespace of objects that name none.
final class DefaultNamespace {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Where objects live that name no namespace. Default: default.")
  private Optional<String> namespace = Optional.empty();

  /// Its name. Throws picocli's exception where no namespace can have it.
  String name() {
    return name(Optional.empty());
  }

  /// The same.
  ///
  /// @param otherwise where the option is left out
  String name(Optional<String> otherwise) {
    namespace.ifPresent(name -> NamespaceOption.require(name, spec));
    return namespace.or(() -> otherwise).orElse("default");
  }
}
