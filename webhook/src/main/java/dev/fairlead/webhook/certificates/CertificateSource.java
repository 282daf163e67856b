package dev.fairlead.webhook.certificates;

import dev.fairlead.certs.ServingCertificate;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// Where the serving certificate comes from.
public interface CertificateSource extends AutoCloseable {
  /// What is to be shown now.
  ServingCertificate current();

  /// The authority behind it, where that is known.
  Optional<X509Certificate> authority();

  /// Why it may soon be out of date; empty while nothing is wrong.
  Optional<String> problem();

  /// From now on says when there is another to show. It was not said before.
  void start(Runnable changed);

  @Override
  void close();

  /// A certificate that stays.
  static CertificateSource fixed(ServingCertificate certificate) {
    return new FixedCertificate(certificate);
  }
}
