package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority of the tests' own, for a day, and the PEM files that it writes.
final class Pki {
  private final KeyPair key = newKey();
  private final X500Name name = new X500Name("CN=fairlead-e2e-ca");
  private final X509CertificateHolder certificate;

  Pki() {
    try {
      var builder =
          builder(name, key)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      certificate = signed(builder);
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  void writeCertificate(Path file) {
    write(file, certificate);
  }

  void writeKey(Path file) {
    write(file, pkcs8(key));
  }

  /// Issues a serving certificate for these host names and IP addresses.
  void issue(Path certificateFile, Path keyFile, GeneralName... names) {
    var serving = newKey();
    try {
      var builder =
          builder(new X500Name("CN=fairlead-e2e"), serving)
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      write(certificateFile, signed(builder));
      write(keyFile, pkcs8(serving));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Issues a certificate that its owner shows to servers.
  void issueForClient(Path certificateFile, Path keyFile, String commonName) {
    var owner = newKey();
    try {
      var builder =
          builder(new X500Name("CN=" + commonName), owner)
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      write(certificateFile, signed(builder));
      write(keyFile, pkcs8(owner));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  static GeneralName[] dnsNames(String... names) {
    return Arrays.stream(names)
        .map(dns -> new GeneralName(GeneralName.dNSName, dns))
        .toArray(GeneralName[]::new);
  }

  static GeneralName address(String ip) {
    return new GeneralName(GeneralName.iPAddress, ip);
  }

  /// Writes a new key and its public half.
  static void writeKeyPair(Path privateKey, Path publicKey) {
    var pair = newKey();
    write(privateKey, pkcs8(pair));
    write(publicKey, pair.getPublic());
  }

  private static KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair of) {
    var now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        name,
        new BigInteger(120, new SecureRandom()),
        Date.from(now.minus(Duration.ofMinutes(5))),
        Date.from(now.plus(Duration.ofDays(1))),
        subject,
        of.getPublic());
  }

  private X509CertificateHolder signed(
      org.bouncycastle.cert.X509v3CertificateBuilder certificateBuilder) {
    try {
      return certificateBuilder.build(
          new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JcaPKCS8Generator pkcs8(KeyPair pair) {
    try {
      return new JcaPKCS8Generator(pair.getPrivate(), null);
    } catch (org.bouncycastle.util.io.pem.PemGenerationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, Object object) {
    try (var writer = new JcaPEMWriter(Files.newBufferedWriter(file))) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
