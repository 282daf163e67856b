package dev.fairlead.policies.model;

import java.util.Locale;
import java.util.Optional;

/// A probe of a container.
///
/// @param portName set where the probe names its port instead of giving a number
/// @param portNumber the number that it gives; 0 where it gives none, or asks another host than its
///   Pod
/// @param portPath the field of the port, and the probe's own where there is none
public record Probe(Kind kind, Optional<String> portName, int portNumber, FieldPath portPath) {
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
