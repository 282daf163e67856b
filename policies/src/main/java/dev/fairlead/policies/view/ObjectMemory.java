package dev.fairlead.policies.view;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ObjectRef;
import java.util.Optional;

/// What objects were until a moment ago, for those that are deleted and created again in one go.
@FunctionalInterface
public interface ObjectMemory {
  /// Remembers nothing.
  ObjectMemory NOTHING = _ -> Optional.empty();

  Optional<KubernetesObject> of(ObjectRef ref);
}
