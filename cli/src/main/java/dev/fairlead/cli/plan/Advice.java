package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.ObjectRef;
import java.util.List;

/// What can be done instead for one object, the best first.
record Advice(ObjectRef about, List<Alternative> alternatives) {
  Advice {
    alternatives = List.copyOf(alternatives);
  }
}
