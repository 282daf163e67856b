package dev.fairlead.webhook.api;

/// The cluster did not answer, or not in time, or with something else than was asked for.
public class ClusterUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message one line: why not
  public ClusterUnavailable(String message) {
    super(message);
  }

  /// True where the cluster did answer, and will not do it however often it is asked.
  public boolean isRefusal() {
    return false;
  }

  public ClusterUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /// With what the API server says, or what keeps us from asking it.
  public static ClusterUnavailable because(Throwable failure) {
    return new ClusterUnavailable(Connection.reason(failure), failure);
  }
}
