package dev.fairlead.certs;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls an API server. A failure is told in one line.
final class ApiCall {
  private static final int UNPROCESSABLE = 422;

  private ApiCall() {}

  static <T> T of(String what, Supplier<T> call) throws StoreUnavailable {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      throw new StoreUnavailable("cannot %s: %s".formatted(what, reason(e)));
    }
  }

  /// What the API server says, or what keeps us from asking it.
  private static String reason(KubernetesClientException failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e && e.getStatus() != null) {
        return firstLine(e.getStatus().getMessage());
      }
      root = cause;
    }
    return firstLine(root.getMessage());
  }

  private static String firstLine(@Nullable String text) {
    return String.valueOf(text).lines().findFirst().orElse("");
  }

  /// Whether the object was changed, made or taken away since it was read.
  static boolean isConflict(KubernetesClientException failure) {
    var code = failure.getCode();
    return code == HttpURLConnection.HTTP_CONFLICT
        || code == HttpURLConnection.HTTP_NOT_FOUND
        || code == UNPROCESSABLE;
  }
}
