package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.ObjectRef;
import java.util.List;

/// The ways out for one object, the best first.
record Advice(ObjectRef about, List<Way> ways) {
  Advice {
    ways = List.copyOf(ways);
  }
}
