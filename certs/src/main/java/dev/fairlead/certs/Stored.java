package dev.fairlead.certs;

/// What was found in a store.
public sealed interface Stored
    permits Stored.Nothing, Stored.Foreign, Stored.Unusable, Stored.NoServing, ManagedCertificates {
  /// No certificate at all.
  record Nothing() implements Stored {}

  /// Certificates of somebody else's making, which are not ours to replace.
  record Foreign(String problem) implements Stored {}

  /// What was ours, and no longer makes sense.
  record Unusable(String problem) implements Stored {}

  /// An authority that is whole, whose serving certificate is not.
  record NoServing(Authorities authorities, String problem) implements Stored {}
}
