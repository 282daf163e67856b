package dev.fairlead.certs;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a TLS server shows: a private key and the certificates that vouch for it.
///
/// @param chain the server's own certificate first, each vouched for by the next
public record ServingCertificate(PrivateKey key, List<X509Certificate> chain) {
  public ServingCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a serving certificate must have a certificate");
    }
  }

  /// The server's own certificate.
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  public Instant notBefore() {
    return certificate().getNotBefore().toInstant();
  }

  public Instant notAfter() {
    return certificate().getNotAfter().toInstant();
  }

  /// Whether the key signs what the certificate's own key verifies.
  public boolean keyFits() {
    return KeyPairs.fit(key, certificate().getPublicKey());
  }

  /// Why a client that trusts these authorities does not trust the chain; empty if it does.
  public Optional<String> problemOfTrust(List<X509Certificate> trusted, Instant now) {
    return problemOfTrust(chain, trusted, now);
  }

  /// The same of a chain whose key is not known.
  public static Optional<String> problemOfTrust(
      List<X509Certificate> chain, List<X509Certificate> trusted, Instant now) {
    if (trusted.contains(chain.getFirst())) {
      return Optional.empty();
    }
    try {
      var path = chain.stream().takeWhile(c -> !trusted.contains(c)).toList();
      var parameters =
          new PKIXParameters(
              trusted.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  public String chainPem() {
    return Pem.of(chain);
  }

  /// The key as PKCS #8, not encrypted.
  public String keyPem() {
    return Pem.of(key);
  }

  /// Shows no key.
  @Override
  public String toString() {
    return "ServingCertificate[%s until %s]"
        .formatted(certificate().getSubjectX500Principal(), notAfter());
  }
}
