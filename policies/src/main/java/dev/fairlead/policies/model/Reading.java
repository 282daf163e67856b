package dev.fairlead.policies.model;

import java.util.List;
import java.util.Optional;

/// What was read of one object: the reduced object, unless it cannot be decoded, and every field
/// that is wrong in it, each once.
public record Reading(ObjectRef ref, Optional<KubernetesObject> object, List<Malformed> malformed) {
  public Reading {
    malformed = malformed.stream().distinct().toList();
  }
}
