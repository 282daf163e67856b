package dev.fairlead.certs;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/// A file of keys or certificates as text.
record PemFile(Path path) {
  /// More than any chain needs; a file beyond it is something else.
  private static final long MAX_BYTES = 1 << 20;

  /// Every certificate, in order; at least one.
  List<X509Certificate> certificates() throws CertificateFileException {
    var certificates = new ArrayList<X509Certificate>();
    for (var item : items("a certificate")) {
      if (!(item instanceof X509CertificateHolder holder)) {
        throw problem("must hold certificates only, holds %s".formatted(described(item)));
      }
      try {
        certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
      } catch (CertificateException e) {
        throw problem("must hold certificates that can be read: " + e.getMessage());
      }
    }
    return certificates;
  }

  /// The one private key.
  PrivateKey privateKey() throws CertificateFileException {
    // OpenSSL writes the name of the curve in front of an EC key.
    var keys =
        items("a private key").stream()
            .filter(
                item -> !(item instanceof ASN1ObjectIdentifier || item instanceof X9ECParameters))
            .toList();
    if (keys.size() != 1) {
      throw problem("must hold one private key, holds %d".formatted(keys.size()));
    }
    var converter = new JcaPEMKeyConverter();
    try {
      return switch (keys.getFirst()) {
        case PrivateKeyInfo info -> converter.getPrivateKey(info);
        case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
        case Object other ->
            throw problem("must hold a private key, holds %s".formatted(described(other)));
      };
    } catch (IOException e) {
      throw problem("must hold a private key that can be read: " + e.getMessage());
    }
  }

  private List<Object> items(String wanted) throws CertificateFileException {
    var items = new ArrayList<Object>();
    try (var parser = new PEMParser(new StringReader(text()))) {
      for (var item = parser.readObject(); item != null; item = parser.readObject()) {
        items.add(item);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw problem("must be PEM, is not: " + e.getMessage());
    }
    if (items.isEmpty()) {
      throw problem("must hold %s as PEM (-----BEGIN …), holds none".formatted(wanted));
    }
    return items;
  }

  private String text() throws CertificateFileException {
    try {
      if (Files.isDirectory(path)) {
        throw problem("must be a file, is a directory");
      }
      if (Files.size(path) > MAX_BYTES) {
        throw problem("must be PEM of at most 1 MiB, is %d bytes".formatted(Files.size(path)));
      }
      return Files.readString(path);
    } catch (AccessDeniedException e) {
      throw problem("must be readable, is not");
    } catch (CharacterCodingException e) {
      throw problem("must be PEM, is not text");
    } catch (IOException e) {
      throw problem("must be readable: " + e.getMessage());
    }
  }

  private CertificateFileException problem(String problem) {
    return new CertificateFileException(path, problem.replaceAll("\\s+", " "));
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
