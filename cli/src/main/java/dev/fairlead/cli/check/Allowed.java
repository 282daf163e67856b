package dev.fairlead.cli.check;

/// A finding that is let through.
///
/// @param reason as its author wrote it
public record Allowed(Located finding, String reason, By by) {
  /// Where that is said.
  public enum By {
    /// In an annotation of the object.
    ANNOTATION,
    /// In a comment beside the field.
    COMMENT,
    BASELINE,
    /// By the revision that the files are compared with, which has it too.
    STANDING
  }
}
