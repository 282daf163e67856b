package dev.fairlead.certs;

import java.time.Instant;
import java.util.Optional;

/// The authority that certifies nobody yet: API servers must trust it first.
///
/// @param trustedSince since when every webhook configuration has named it; empty while one does
///   not
public record Successor(CertificateAuthority authority, Optional<Instant> trustedSince) {}
