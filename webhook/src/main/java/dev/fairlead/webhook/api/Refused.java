package dev.fairlead.webhook.api;

import java.util.Set;

/// The API server answered with a failure.
public final class Refused extends ClusterUnavailable {
  private static final long serialVersionUID = 1L;

  /// Who asks may not, or asks too much: an answer to a list would be no other.
  private static final Set<Integer> LASTING = Set.of(401, 403, 429);

  private final int code;

  /// @param code of HTTP
  public Refused(int code, String message) {
    super(message);
    this.code = code;
  }

  @Override
  public boolean isRefusal() {
    return LASTING.contains(code);
  }

  public int code() {
    return code;
  }

  public boolean isNotFound() {
    return code == 404;
  }

  /// True where a watch may be refused for where it wants to go on: too long ago (410), or at a
  /// place that a restored etcd has not reached (504).
  public boolean mayEndWithAList() {
    return !LASTING.contains(code);
  }
}
