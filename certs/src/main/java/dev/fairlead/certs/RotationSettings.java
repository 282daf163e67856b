package dev.fairlead.certs;

import java.security.cert.X509Certificate;
import java.time.Duration;

/// What certificates are made for, and for how long.
///
/// @param overlap how long API servers get to take notice of a new authority before it is used
public record RotationSettings(
    ServingNames names, Duration authorityLifetime, Duration servingLifetime, Duration overlap) {
  /// The terms by which certificates were made that are there. The overlap is nobody's business but
  /// the replicas'.
  public static RotationSettings of(ManagedCertificates certificates) {
    var serving = certificates.serving().certificate();
    return new RotationSettings(
        ServingNames.in(serving).orElse(ServingNames.LOOPBACK),
        lifetime(certificates.authorities().current().certificate()),
        lifetime(serving),
        Duration.ZERO);
  }

  private static Duration lifetime(X509Certificate certificate) {
    return Duration.between(
            certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant())
        .minus(CertificateAuthority.CLOCK_SKEW);
  }
}
