package dev.fairlead.e2e;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// The certificate that a port of this host serves, looked at as an API server does.
final class ServedCertificate {
  private ServedCertificate() {}

  /// Why a client that trusts this authority alone does not take the server for `host`; empty when
  /// it does.
  static Optional<String> refusal(int port, String host, String authorityPem) {
    try (var plain = new Socket(InetAddress.getLoopbackAddress(), port);
        var tls =
            (SSLSocket)
                trusting(authorityPem).getSocketFactory().createSocket(plain, host, port, true)) {
      var parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  /// What a client has that trusts this authority alone.
  static SSLContext trusting(String authorityPem) {
    try {
      return context(authorityPem);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static SSLContext context(String authorityPem)
      throws IOException, GeneralSecurityException {
    var authority =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(authorityPem.getBytes(StandardCharsets.US_ASCII)));
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
