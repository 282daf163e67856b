package dev.fairlead.policies.judge;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata.Trait;
import java.util.Optional;

/// One object before and after a change. An object that is created has no before.
public record Change(Optional<KubernetesObject> before, KubernetesObject after) {
  public static Change create(KubernetesObject object) {
    return new Change(Optional.empty(), object);
  }

  public static Change update(KubernetesObject before, KubernetesObject after) {
    return new Change(Optional.of(before), after);
  }

  /// The same of objects that Helm does not run as hooks.
  Change withoutHooks() {
    return new Change(before.map(Change::withoutHook), withoutHook(after));
  }

  private static KubernetesObject withoutHook(KubernetesObject object) {
    return object.with(object.metadata().without(Trait.HELM_HOOK));
  }
}
