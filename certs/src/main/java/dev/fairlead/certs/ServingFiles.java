package dev.fairlead.certs;

import java.security.cert.X509Certificate;
import java.util.List;

/// What a certificate folder holds: what the server shows, and whom its clients must trust.
public record ServingFiles(ServingCertificate serving, List<X509Certificate> authorities) {
  public ServingFiles {
    authorities = List.copyOf(authorities);
  }

  /// What a webhook configuration wants as `caBundle`, before Base64.
  public String authoritiesPem() {
    return Pem.of(authorities);
  }
}
