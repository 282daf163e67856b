package dev.fairlead.cli.manifests;

/// Text that an edit cannot follow.
final class CannotEdit extends Exception {
  private static final long serialVersionUID = 1;

  private final int offset;
  private final String reason;

  CannotEdit(int offset, String reason) {
    super(reason);
    this.offset = offset;
    this.reason = reason;
  }

  /// Where in the text of the file.
  int offset() {
    return offset;
  }

  String reason() {
    return reason;
  }
}
