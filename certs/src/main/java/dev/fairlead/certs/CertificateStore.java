package dev.fairlead.certs;

import java.time.Instant;
import java.util.Optional;

/// Where all replicas keep the certificates that they share.
public interface CertificateStore {
  /// What it holds now.
  Loaded load() throws StoreUnavailable;

  /// Replaces what was loaded.
  ///
  /// @return false where somebody else has replaced it meanwhile
  boolean save(ManagedCertificates certificates, Loaded replaced) throws StoreUnavailable;

  /// What was found.
  ///
  /// @param version of the store's own; empty where it does not exist yet
  /// @param clock what time it is for the store, if it says so
  record Loaded(Stored stored, Optional<String> version, Optional<Instant> clock) {}
}
