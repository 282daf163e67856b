package dev.fairlead.webhook.http;

/// A limit that keeps one client from taking what all share.
public enum Limit {
  /// Reviews under way over all connections.
  REVIEWS("reviews", 500),
  /// Bytes of bodies in memory over all calls.
  BYTES("bytes", 500),
  /// The heap that is left.
  HEAP("heap", 500),
  /// Time until the whole body has come. No failure of ours: the client did not send it.
  TIME("time", 408);

  private final String label;
  private final int status;

  Limit(String label, int status) {
    this.label = label;
    this.status = status;
  }

  /// As metrics name it.
  public String label() {
    return label;
  }

  int status() {
    return status;
  }
}
