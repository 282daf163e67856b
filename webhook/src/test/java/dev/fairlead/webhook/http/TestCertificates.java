package dev.fairlead.webhook.http;

import dev.fairlead.certs.CertificateAuthority;
import dev.fairlead.certs.ServingCertificate;
import dev.fairlead.certs.ServingNames;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// A serving certificate for this machine, and clients that trust it and no other.
final class TestCertificates {
  private static final X500Principal CLIENTS = new X500Principal("CN=clients");

  private final SecureRandom random = new SecureRandom();
  private final CertificateAuthority authority =
      CertificateAuthority.create(
          new X500Principal("CN=test"),
          ServingNames.LOOPBACK,
          Instant.now(),
          Duration.ofHours(1),
          random);
  private final KeyPair clientAuthorityKeys = newKeys();
  private final X509Certificate clientAuthority =
      certified(CLIENTS, clientAuthorityKeys, clientAuthorityKeys);

  ServingCertificate serving() {
    return authority.issue(ServingNames.LOOPBACK, Instant.now(), Duration.ofHours(1));
  }

  Tls tls() {
    return new Tls(serving(), Optional.empty());
  }

  /// As [#tls], for clients alone that show a certificate for one of these names.
  Tls tlsForClients(String... names) {
    var authorities =
        new ServingCertificate(clientAuthorityKeys.getPrivate(), List.of(clientAuthority));
    return new Tls(
        serving(), Optional.of(new AllowedClients(authorities.chainPem(), Set.of(names))));
  }

  SSLContext client() throws GeneralSecurityException, IOException {
    return client(null);
  }

  /// A client that shows a certificate for this name.
  SSLContext clientNamed(String name) throws GeneralSecurityException, IOException {
    var mine = newKeys();
    var certificate =
        certified(new X500Principal("CN=" + name + ",O=test"), mine, clientAuthorityKeys);
    var keys = KeyStore.getInstance(KeyStore.getDefaultType());
    keys.load(null, null);
    keys.setKeyEntry("client", mine.getPrivate(), new char[0], new X509Certificate[] {certificate});
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, new char[0]);
    return client(factory.getKeyManagers());
  }

  private SSLContext client(KeyManager @Nullable [] keys)
      throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority.certificate());
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(keys, factory.getTrustManagers(), random);
    return context;
  }

  private KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certified(X500Principal subject, KeyPair of, KeyPair by) {
    var now = Instant.now();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
                  CLIENTS,
                  BigInteger.TEN,
                  Date.from(now.minus(Duration.ofMinutes(5))),
                  Date.from(now.plus(Duration.ofHours(1))),
                  subject,
                  of.getPublic())
              .addExtension(
                  Extension.basicConstraints, true, new BasicConstraints(subject.equals(CLIENTS)))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
