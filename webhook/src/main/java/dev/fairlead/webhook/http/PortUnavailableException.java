package dev.fairlead.webhook.http;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.Serial;
import java.net.BindException;

/// A port that cannot be listened on. The message is one line: the setting, what is wrong, what is
/// allowed.
public final class PortUnavailableException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private PortUnavailableException(String message, IOException cause) {
    super(message, cause);
  }

  /// A failure to listen, told by the setting that names the port; any other failure as it is.
  static <T> Future<T> becauseOf(Throwable failure, String setting, String address, int port) {
    return Future.failedFuture(
        failure instanceof IOException cause
            ? new PortUnavailableException(message(setting, address, port, cause), cause)
            : failure);
  }

  private static String message(String setting, String address, int port, IOException cause) {
    var reason = String.valueOf(cause.getMessage());
    if (cause instanceof BindException && reason.contains("in use")) {
      return "%s: must be a free port, %d on %s is in use".formatted(setting, port, address);
    }
    return "%s: must be a port to listen on, %d on %s is not: %s"
        .formatted(setting, port, address, reason);
  }
}
