package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.NamespaceSwitches;
import java.util.Optional;

/// Of which other namespaces a finding may name Services. A finding is read by whoever creates a
/// workload, in a dry run too.
public sealed interface Disclosure {
  /// Of every namespace: a mistake is mended soonest by who is told what was meant.
  record All() implements Disclosure {}

  /// Of the namespaces that have the same value of a label.
  ///
  /// @param label its key
  record Labelled(String label) implements Disclosure {}

  /// Of none.
  record None() implements Disclosure {}

  /// Whether a namespace may read of the Services of another one.
  ///
  /// @param asking the namespace that reads, empty while it is not known
  /// @param other the namespace whose Services it reads of, empty while it is not known
  default boolean shows(Optional<NamespaceSwitches> asking, Optional<NamespaceSwitches> other) {
    return switch (this) {
      case All _ -> true;
      case None _ -> false;
      case Labelled(var label) -> {
        var value = asking.flatMap(namespace -> value(label, namespace));
        yield value.isPresent() && value.equals(other.flatMap(n -> value(label, n)));
      }
    };
  }

  private static Optional<String> value(String label, NamespaceSwitches namespace) {
    return Optional.ofNullable(namespace.labels().get(label));
  }
}
