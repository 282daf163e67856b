package dev.fairlead.certs;

import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/// Keys and certificates out of their text form.
public final class PemReader {
  private PemReader() {}

  /// Every certificate, in order; at least one.
  public static List<X509Certificate> certificates(String text) throws BadPemException {
    var certificates = new ArrayList<X509Certificate>();
    for (var item : items(text, "a certificate")) {
      if (!(item instanceof X509CertificateHolder holder)) {
        throw new BadPemException("must hold certificates only, holds " + described(item));
      }
      try {
        certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
      } catch (CertificateException e) {
        throw new BadPemException("must hold certificates that can be read: " + e.getMessage());
      }
    }
    return certificates;
  }

  /// The one private key.
  public static PrivateKey privateKey(String text) throws BadPemException {
    // OpenSSL writes the name of the curve in front of an EC key.
    var keys =
        items(text, "a private key").stream()
            .filter(
                item -> !(item instanceof ASN1ObjectIdentifier || item instanceof X9ECParameters))
            .toList();
    if (keys.size() != 1) {
      throw new BadPemException("must hold one private key, holds " + keys.size());
    }
    var converter = new JcaPEMKeyConverter();
    try {
      return switch (keys.getFirst()) {
        case PrivateKeyInfo info -> converter.getPrivateKey(info);
        case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
        case Object other ->
            throw new BadPemException("must hold a private key, holds " + described(other));
      };
    } catch (IOException e) {
      throw new BadPemException("must hold a private key that can be read: " + e.getMessage());
    }
  }

  private static List<Object> items(String text, String wanted) throws BadPemException {
    var items = new ArrayList<Object>();
    try (var parser = new PEMParser(new StringReader(text))) {
      for (var item = parser.readObject(); item != null; item = parser.readObject()) {
        items.add(item);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new BadPemException("must be PEM, is not: " + e.getMessage());
    }
    if (items.isEmpty()) {
      throw new BadPemException("must hold %s as PEM (-----BEGIN …), holds none".formatted(wanted));
    }
    return items;
  }

  private static String described(Object item) {
    return switch (item) {
      case X509CertificateHolder _ -> "a certificate";
      case PrivateKeyInfo _, PEMKeyPair _ -> "a private key";
      case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ -> "an encrypted private key";
      case Object other -> other.getClass().getSimpleName();
    };
  }
}
