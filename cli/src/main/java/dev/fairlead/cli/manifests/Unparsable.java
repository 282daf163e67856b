package dev.fairlead.cli.manifests;

/// Text that is no JSON or YAML, or more of it than Fairlead takes.
final class Unparsable extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Position position;
  private final String reason;

  Unparsable(Position position, String reason) {
    super(reason);
    this.position = position;
    this.reason = reason;
  }

  Position position() {
    return position;
  }

  String reason() {
    return reason;
  }
}
