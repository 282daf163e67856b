package dev.fairlead.policies.view;

import java.util.List;
import java.util.stream.Stream;

/// What a view of a namespace may lack. Each entry names something unread that may be a workload,
/// or may make one.
///
/// While there is an entry, nothing about absence is proven.
public record Knowledge(List<String> missing) {
  public static final Knowledge COMPLETE = new Knowledge(List.of());

  public Knowledge {
    missing = List.copyOf(missing);
  }

  public boolean isComplete() {
    return missing.isEmpty();
  }

  Knowledge and(Knowledge other) {
    if (isComplete() || other.isComplete()) {
      return isComplete() ? other : this;
    }
    return new Knowledge(Stream.concat(missing.stream(), other.missing.stream()).toList());
  }
}
