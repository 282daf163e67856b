package dev.fairlead.certs;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A file of keys or certificates as text.
public record PemFile(Path path) {
  /// More than any chain needs; a file beyond it is something else.
  private static final long MAX_BYTES = 1 << 20;

  /// Every certificate, in order; at least one.
  public List<X509Certificate> certificates() throws CertificateFileException {
    try {
      return PemReader.certificates(text());
    } catch (BadPemException e) {
      throw problem(e.problem());
    }
  }

  /// The one private key.
  public PrivateKey privateKey() throws CertificateFileException {
    try {
      return PemReader.privateKey(text());
    } catch (BadPemException e) {
      throw problem(e.problem());
    }
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
    } catch (NoSuchFileException e) {
      throw problem("must be a file, does not exist");
    } catch (AccessDeniedException e) {
      throw problem("must be readable, is not");
    } catch (CharacterCodingException e) {
      throw problem("must be PEM, is not text");
    } catch (IOException e) {
      throw problem("must be readable: " + e.getMessage());
    }
  }

  private CertificateFileException problem(String problem) {
    return new CertificateFileException(path, problem);
  }
}
