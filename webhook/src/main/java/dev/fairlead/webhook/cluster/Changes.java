package dev.fairlead.webhook.cluster;

import java.util.function.Consumer;

/// Tells one listener in which namespace something has changed.
final class Changes {
  private volatile Consumer<String> listener = _ -> {};

  /// @param listener is called on threads that watch; it must return at once
  void follow(Consumer<String> listener) {
    this.listener = listener;
  }

  void in(String namespace) {
    listener.accept(namespace);
  }
}
