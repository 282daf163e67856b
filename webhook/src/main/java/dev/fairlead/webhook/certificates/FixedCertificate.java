package dev.fairlead.webhook.certificates;

import dev.fairlead.certs.ServingCertificate;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// A certificate for one run, which nothing renews.
record FixedCertificate(ServingCertificate current) implements CertificateSource {
  @Override
  public Optional<X509Certificate> authority() {
    return Optional.empty();
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public void start(Runnable changed) {}

  @Override
  public void close() {}
}
