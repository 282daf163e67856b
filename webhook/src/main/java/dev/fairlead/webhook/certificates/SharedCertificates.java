package dev.fairlead.webhook.certificates;

import dev.fairlead.certs.CertificateRotator;
import dev.fairlead.certs.ManagedCertificates;
import dev.fairlead.certs.RotationSettings;
import dev.fairlead.certs.ServingCertificate;
import dev.fairlead.certs.StoreUnavailable;
import dev.fairlead.webhook.metrics.Metrics;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Certificates in a Secret that all replicas share. Each replica renews them when they are due.
public final class SharedCertificates implements CertificateSource {
  private static final Logger LOG = LoggerFactory.getLogger(SharedCertificates.class);

  /// How long a change can go unnoticed where a watch is lost.
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  /// How long it waits before it tries again what could not be done.
  private static final Duration IN_TROUBLE = Duration.ofSeconds(5);

  /// How long two that undo each other's work wait in between.
  private static final Duration REST = Duration.ofMillis(500);

  private final CertificateCluster cluster;
  private final CertificateRotator rotator;
  private final InstantSource clock;
  private final Metrics metrics;
  private final Trouble trouble;
  private volatile ManagedCertificates certificates;
  private Runnable changed = () -> {};
  private final Rounds rounds = new Rounds("certificates", REST, this::look);

  private SharedCertificates(
      CertificateCluster cluster,
      CertificateRotator rotator,
      InstantSource clock,
      ManagedCertificates certificates,
      Metrics metrics,
      Trouble trouble) {
    this.cluster = cluster;
    this.rotator = rotator;
    this.clock = clock;
    this.certificates = certificates;
    this.metrics = metrics;
    this.trouble = trouble;
  }

  /// Waits until there is a certificate to show.
  public static SharedCertificates open(
      CertificateCluster cluster,
      RotationSettings settings,
      InstantSource clock,
      SecureRandom random,
      Metrics metrics)
      throws InterruptedException {
    var rotator =
        new CertificateRotator(cluster.store(), cluster.registrations(), settings, clock, random);
    var trouble = new Trouble(metrics);
    while (true) {
      try {
        var step = rotator.step();
        var source =
            new SharedCertificates(cluster, rotator, clock, step.certificates(), metrics, trouble);
        source.took(step);
        return source;
      } catch (StoreUnavailable e) {
        trouble.is(e.problem());
        Thread.sleep(REST);
      }
    }
  }

  private Duration look() {
    try {
      var step = rotator.step();
      took(step);
      return step.problem().isPresent() ? IN_TROUBLE : untilNext(step.next());
    } catch (StoreUnavailable e) {
      trouble.is(e.problem());
      return IN_TROUBLE;
    }
  }

  private Duration untilNext(Instant due) {
    var atTheLatest = clock.instant().plus(BETWEEN_LOOKS);
    return due.isBefore(atTheLatest) ? Duration.between(clock.instant(), due) : BETWEEN_LOOKS;
  }

  private void took(CertificateRotator.Step step) {
    step.done().forEach(plan -> metrics.certificateRotated(plan.kind()));
    step.repaired()
        .forEach(
            name -> {
              metrics.caBundleWritten();
              LOG.atInfo().addKeyValue("configuration", name).log("wrote caBundle");
            });
    step.problem().ifPresentOrElse(trouble::is, trouble::over);
    var before = certificates;
    certificates = step.certificates();
    if (!certificates.serving().equals(before.serving())) {
      metrics.certificateReplaced();
      changed.run();
    }
  }

  @Override
  public ServingCertificate current() {
    return certificates.serving();
  }

  @Override
  public Optional<X509Certificate> authority() {
    return Optional.of(certificates.authorities().current().certificate());
  }

  @Override
  public Optional<String> problem() {
    return trouble.problem();
  }

  @Override
  public void start(Runnable changed) {
    this.changed = changed;
    rounds.start();
    cluster.watch(rounds::wake);
  }

  @Override
  public void close() {
    rounds.close();
    cluster.close();
  }
}
