package dev.fairlead.cli;

import dev.fairlead.cli.check.Bundle;
import dev.fairlead.cli.render.CannotRender;
import dev.fairlead.cli.render.Renderer;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/// The option of commands that render charts and kustomizations.
final class RenderOption {
  /// Whether they are rendered.
  enum When {
    AUTO,
    NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final class WhenOption extends Choice<When> {
    WhenOption() {
      super(When.values());
    }
  }

  @Option(
      names = "--render",
      converter = WhenOption.class,
      completionCandidates = WhenOption.class,
      paramLabel = "WHEN",
      description =
          "One of: ${COMPLETION-CANDIDATES}. auto, the default, renders a PATH that is a Helm chart"
              + " by helm, and one that is a kustomization by kubectl or kustomize.")
  private When when = When.AUTO;

  /// Reads what paths name.
  ///
  /// @param namespace of the releases that charts are rendered for
  /// @param say tells the user what is not rendered
  /// @throws CannotRender where a chart has no helm, or a tool fails
  Bundle read(List<String> paths, InputStream stdin, String namespace, Consumer<String> say) {
    return when == When.AUTO
        ? Bundle.read(paths, stdin, new Renderer(namespace, say))
        : Bundle.read(paths, stdin);
  }
}
