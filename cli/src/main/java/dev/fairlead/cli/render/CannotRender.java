package dev.fairlead.cli.render;

/// A chart or a kustomization that cannot be rendered.
public final class CannotRender extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message one line that begins with the path
  CannotRender(String message) {
    super(message);
  }
}
