package dev.fairlead.webhook.certificates;

import dev.fairlead.certs.CertificateFileException;
import dev.fairlead.certs.Pem;
import dev.fairlead.certs.PemFile;
import dev.fairlead.webhook.http.AllowedClients;
import dev.fairlead.webhook.metrics.Metrics;
import java.time.Duration;
import java.util.Set;

/// The file with the authorities whose certificates clients must show. It is read again and again.
public final class ClientAuthorities implements AutoCloseable {
  private final PemFile file;
  private final Set<String> names;
  private final Trouble trouble;
  private volatile AllowedClients current;
  private Runnable changed = () -> {};
  private final Rounds rounds =
      new Rounds("client authorities", FolderCertificates.BETWEEN_READS, this::read);

  public ClientAuthorities(PemFile file, Set<String> names, Metrics metrics)
      throws CertificateFileException {
    this.file = file;
    this.names = names;
    this.trouble = new Trouble(metrics);
    this.current = load();
  }

  private AllowedClients load() throws CertificateFileException {
    return new AllowedClients(Pem.of(file.certificates()), names);
  }

  private Duration read() {
    try {
      var found = load();
      trouble.over();
      if (!found.equals(current)) {
        current = found;
        changed.run();
      }
    } catch (CertificateFileException e) {
      trouble.is(String.valueOf(e.getMessage()));
    }
    return FolderCertificates.BETWEEN_READS;
  }

  public AllowedClients current() {
    return current;
  }

  /// From now on says when there are others.
  public void start(Runnable changed) {
    this.changed = changed;
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }
}
