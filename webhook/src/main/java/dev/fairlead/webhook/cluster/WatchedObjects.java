package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.ObjectRef;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps what a watch on one kind shows.
interface WatchedObjects {
  /// Keeps an object in place of the one of its name.
  ///
  /// @param tree may be changed
  /// @return which object it is
  ObjectRef put(Map<String, @Nullable Object> tree);

  void remove(Map<String, @Nullable Object> tree);

  /// Forgets whatever is not there any more.
  void retain(Set<ObjectRef> there);

  /// Those that could not be read.
  default Set<ObjectRef> unreadable() {
    return Set.of();
  }
}
