package dev.fairlead.certs;

import java.io.Serial;
import java.nio.file.Path;

/// A file that holds no usable key or certificate. Its message is one line for whoever put the file
/// there: which file, what is wrong, what is wanted.
public final class CertificateFileException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  CertificateFileException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
