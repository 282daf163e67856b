package dev.fairlead.webhook.http;

import dev.fairlead.certs.CertificateAuthority;
import dev.fairlead.certs.ServingCertificate;
import dev.fairlead.certs.ServingNames;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/// A serving certificate for this machine, and clients that trust it and no other.
final class TestCertificates {
  private final SecureRandom random = new SecureRandom();
  private final CertificateAuthority authority =
      CertificateAuthority.create(
          new X500Principal("CN=test"), Instant.now(), Duration.ofHours(1), random);

  ServingCertificate serving() {
    return authority.issue(ServingNames.LOOPBACK, Instant.now(), Duration.ofHours(1));
  }

  SSLContext client() throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority.certificate());
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), random);
    return context;
  }
}
