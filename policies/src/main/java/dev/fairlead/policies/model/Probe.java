package dev.fairlead.policies.model;

import java.util.Locale;
import java.util.Optional;

/// A probe of a container. `portName` is set where the probe names its port instead of giving a
/// number; `portPath` is that field, and the probe's own where there is no port.
public record Probe(Kind kind, Optional<String> portName, FieldPath portPath) {
  /// The three probes, in the order in which they are looked at.
  public enum Kind {
    READINESS,
    LIVENESS,
    STARTUP;

    /// The field of the container: `readinessProbe`.
    public String field() {
      return name().toLowerCase(Locale.ROOT) + "Probe";
    }
  }
}
