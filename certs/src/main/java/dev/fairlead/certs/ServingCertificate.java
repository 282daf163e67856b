package dev.fairlead.certs;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

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
