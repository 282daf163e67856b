package dev.fairlead.cli.plan;

import java.util.List;

/// Where a port of a Service leads at one moment.
///
/// @param workloads what it reaches: `Deployment/shop`
record Reach(Wiring wiring, List<String> workloads) {
  static final Reach ABSENT = new Reach(Wiring.ABSENT, List.of());

  Reach {
    workloads = List.copyOf(workloads);
  }

  static Reach nothing(Wiring wiring) {
    return new Reach(wiring, List.of());
  }
}
