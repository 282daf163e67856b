package dev.fairlead.certs;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The authority that certifies, the one that will, and all that API servers must trust meanwhile.
///
/// @param current issues serving certificates
/// @param trusted all that clients are to trust: the current one first, its successor, and those
///   from before whose certificates may still be served somewhere
public record Authorities(
    CertificateAuthority current, Optional<Successor> successor, List<X509Certificate> trusted) {
  public Authorities {
    trusted = List.copyOf(trusted);
  }

  /// With these certificates first, each once, and without what has expired.
  static Authorities of(
      CertificateAuthority current,
      Optional<Successor> successor,
      List<X509Certificate> before,
      Instant now) {
    var first =
        Stream.concat(
            Stream.of(current.certificate()),
            successor.stream().map(next -> next.authority().certificate()));
    var still = before.stream().filter(ca -> now.isBefore(ca.getNotAfter().toInstant()));
    return new Authorities(current, successor, Stream.concat(first, still).distinct().toList());
  }

  /// What a webhook configuration wants as `caBundle`, before Base64.
  public String trustedPem() {
    return Pem.of(trusted);
  }
}
