package dev.fairlead.certs;

import java.time.Duration;

/// What certificates are made for, and for how long.
///
/// @param overlap how long API servers get to take notice of a new authority before it is used
public record RotationTerms(
    ServingNames names, Duration authorityLifetime, Duration servingLifetime, Duration overlap) {}
