package dev.fairlead.webhook.certificates;

import dev.fairlead.certs.CertificateFileException;
import dev.fairlead.certs.CertificateFolder;
import dev.fairlead.certs.ServingCertificate;
import dev.fairlead.certs.ServingFiles;
import dev.fairlead.webhook.metrics.Metrics;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Certificates in a folder. Somebody else renews them: cert-manager, or a person.
///
/// The files are read again and again. A watch on them would miss changes: kubelets swap a symbolic
/// link, other tools write one file after the other, and some file systems tell nobody. Files that
/// do not fit together are not shown.
public final class FolderCertificates implements CertificateSource {
  /// Soon enough for whoever waits for it, and seldom enough to cost nothing.
  static final Duration BETWEEN_READS = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(FolderCertificates.class);

  private final CertificateFolder folder;
  private final InstantSource clock;
  private final Metrics metrics;
  private final Trouble trouble;
  private volatile ServingFiles files;
  private Optional<String> warning = Optional.empty();
  private boolean failedBefore;
  private Runnable changed = () -> {};
  private final Rounds rounds = new Rounds("certificates", BETWEEN_READS, this::read);

  /// @param files what the folder holds at first
  public FolderCertificates(
      CertificateFolder folder, ServingFiles files, InstantSource clock, Metrics metrics) {
    this.folder = folder;
    this.files = files;
    this.clock = clock;
    this.metrics = metrics;
    this.trouble = new Trouble(metrics);
  }

  /// Says so once, and again after it was mended.
  private void warn() {
    var now = folder.warning();
    if (!now.equals(warning)) {
      now.ifPresent(problem -> LOG.atWarn().addKeyValue("reason", problem).log("a key is exposed"));
      warning = now;
    }
  }

  private Duration read() {
    warn();
    try {
      var found = folder.load(clock.instant());
      trouble.over();
      failedBefore = false;
      if (!found.equals(files)) {
        files = found;
        metrics.certificateReplaced();
        changed.run();
      }
    } catch (CertificateFileException e) {
      // The first time, the files may have been swapped in the midst of it.
      if (failedBefore) {
        trouble.is(String.valueOf(e.getMessage()));
      }
      failedBefore = true;
    }
    return BETWEEN_READS;
  }

  @Override
  public ServingCertificate current() {
    return files.serving();
  }

  @Override
  public Optional<X509Certificate> authority() {
    return Optional.of(files.authorities().getFirst());
  }

  @Override
  public Optional<String> problem() {
    return trouble.problem();
  }

  @Override
  public void start(Runnable changed) {
    this.changed = changed;
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }
}
