package dev.fairlead.certs;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority of our own, whose certificate an API server is told to trust. Its keys
/// and those it certifies are EC P-256.
public final class CertificateAuthority {
  /// How long before its making a certificate is valid, for the clocks of API servers differ.
  static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /// Enough random bits that no two certificates of an authority ever share a serial number.
  private static final int SERIAL_BITS = 128;

  /// The name of the authorities that Fairlead makes for itself.
  public static final X500Principal NAME = new X500Principal("CN=Fairlead CA,O=Fairlead");

  private static final X500Principal SERVER = new X500Principal("CN=fairlead-webhook,O=Fairlead");

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final SecureRandom random;

  private CertificateAuthority(PrivateKey key, X509Certificate certificate, SecureRandom random) {
    this.key = key;
    this.certificate = certificate;
    this.random = random;
  }

  /// An authority that was made before.
  ///
  /// @param key must be the certificate's own
  static CertificateAuthority of(PrivateKey key, X509Certificate certificate, SecureRandom random) {
    return new CertificateAuthority(key, certificate, random);
  }

  /// Makes a new authority, which vouches for itself.
  ///
  /// @param names all that it may ever certify
  public static CertificateAuthority create(
      X500Principal subject,
      ServingNames names,
      Instant now,
      Duration lifetime,
      SecureRandom random) {
    try {
      var keys = newKeys(random);
      var certificate =
          certificate(
              builder(subject, subject, keys.getPublic(), now, now.plus(lifetime), random)
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                  .addExtension(
                      Extension.keyUsage,
                      true,
                      new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                  .addExtension(Extension.nameConstraints, true, Constraints.to(names))
                  .addExtension(
                      Extension.subjectKeyIdentifier,
                      false,
                      new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic())),
              keys.getPrivate());
      return new CertificateAuthority(keys.getPrivate(), certificate, random);
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("this JDK cannot make EC P-256 certificates", e);
    }
  }

  /// What an API server is told to trust.
  public X509Certificate certificate() {
    return certificate;
  }

  /// The key as PKCS #8, not encrypted.
  String keyPem() {
    return Pem.of(key);
  }

  public String certificatePem() {
    return Pem.of(List.of(certificate));
  }

  /// Makes a key for a server and certifies it, at the longest until the authority itself expires,
  /// and for no name that the authority is [forbidden][#forbidden] to certify: with one of those
  /// clients would accept none.
  public ServingCertificate issue(ServingNames names, Instant now, Duration lifetime) {
    try {
      var keys = newKeys(random);
      var issuer = certificate.getSubjectX500Principal();
      var extensions = new JcaX509ExtensionUtils();
      var serving =
          certificate(
              builder(issuer, SERVER, keys.getPublic(), now, end(now, lifetime), random)
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                  .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                  .addExtension(
                      Extension.extendedKeyUsage,
                      false,
                      new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                  .addExtension(
                      Extension.subjectAlternativeName, false, alternatives(permitted(names)))
                  .addExtension(
                      Extension.subjectKeyIdentifier,
                      false,
                      extensions.createSubjectKeyIdentifier(keys.getPublic()))
                  .addExtension(
                      Extension.authorityKeyIdentifier,
                      false,
                      extensions.createAuthorityKeyIdentifier(certificate.getPublicKey())),
              key);
      return new ServingCertificate(keys.getPrivate(), List.of(serving));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("this JDK cannot make EC P-256 certificates", e);
    }
  }

  /// Those of the names that it may not certify.
  List<String> forbidden(ServingNames names) {
    return Constraints.forbidden(certificate, names);
  }

  /// All where it may certify none of them: clients accept nothing then, whatever is left out.
  private ServingNames permitted(ServingNames names) {
    return names.without(forbidden(names)).orElse(names);
  }

  private Instant end(Instant now, Duration lifetime) {
    var wanted = now.plus(lifetime);
    var ours = certificate.getNotAfter().toInstant();
    return wanted.isBefore(ours) ? wanted : ours;
  }

  private static GeneralNames alternatives(ServingNames names) {
    return new GeneralNames(
        Stream.concat(
                names.dnsNames().stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                names.addresses().stream()
                    .map(address -> new GeneralName(GeneralName.iPAddress, address)))
            .toArray(GeneralName[]::new));
  }

  private static KeyPair newKeys(SecureRandom random) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(
      X500Principal issuer,
      X500Principal subject,
      PublicKey key,
      Instant now,
      Instant end,
      SecureRandom random) {
    var serial = new BigInteger(SERIAL_BITS, random).max(BigInteger.ONE);
    return new JcaX509v3CertificateBuilder(
        issuer, serial, Date.from(now.minus(CLOCK_SKEW)), Date.from(end), subject, key);
  }

  private static X509Certificate certificate(X509v3CertificateBuilder builder, PrivateKey signer)
      throws CertificateException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
  }
}
