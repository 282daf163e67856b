package dev.fairlead.webhook.certificates;

import dev.fairlead.webhook.http.ReadinessCheck;
import dev.fairlead.webhook.http.Tls;
import dev.fairlead.webhook.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate that the server shows at the moment, and the clients that it lets in.
public final class ShownCertificates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShownCertificates.class);

  private final CertificateSource source;
  private final Optional<ClientAuthorities> clients;
  private volatile Tls shown;

  public ShownCertificates(CertificateSource source, Optional<ClientAuthorities> clients) {
    this.source = source;
    this.clients = clients;
    this.shown = wanted();
  }

  private Tls wanted() {
    return new Tls(source.current(), clients.map(ClientAuthorities::current));
  }

  public Tls tls() {
    return shown;
  }

  /// From now on gives a server what it is to show, whenever that changes.
  public void follow(Consumer<Tls> server) {
    Runnable changed = () -> show(server);
    source.start(changed);
    clients.ifPresent(authorities -> authorities.start(changed));
  }

  private synchronized void show(Consumer<Tls> server) {
    var before = shown;
    var next = wanted();
    server.accept(next);
    shown = next;
    if (next.serving().equals(before.serving())) {
      LOG.info("new connections are asked for a certificate of other authorities");
      return;
    }
    LOG.atInfo()
        .addKeyValue("serial", serial(next))
        .addKeyValue("until", next.serving().notAfter())
        .log("new connections are shown another certificate");
  }

  public void countIn(Metrics metrics, InstantSource clock) {
    metrics.certificateExpiry(
        "serving", () -> Duration.between(clock.instant(), shown.serving().notAfter()));
    metrics.certificateLifetime(
        "serving", () -> Duration.between(shown.serving().notBefore(), shown.serving().notAfter()));
    if (source.authority().isPresent()) {
      metrics.certificateExpiry("authority", () -> authorityLeft(clock));
      metrics.certificateLifetime("authority", this::authorityLifetime);
    }
  }

  private Duration authorityLeft(InstantSource clock) {
    return source
        .authority()
        .map(ca -> Duration.between(clock.instant(), ca.getNotAfter().toInstant()))
        .orElse(Duration.ZERO);
  }

  private Duration authorityLifetime() {
    return source
        .authority()
        .map(ca -> Duration.between(ca.getNotBefore().toInstant(), ca.getNotAfter().toInstant()))
        .orElse(Duration.ZERO);
  }

  /// Whether an API server can take what is shown, as far as the time is concerned.
  public ReadinessCheck readiness(Instant now) {
    var serving = shown.serving();
    var expired = !now.isBefore(serving.notAfter());
    var detail =
        "serial %s of %s, %s %s"
            .formatted(
                serial(shown),
                serving.certificate().getIssuerX500Principal(),
                expired ? "expired" : "expires",
                serving.notAfter());
    return new ReadinessCheck(
        "certificate",
        !expired,
        source.problem().map(problem -> detail + "; not renewed: " + problem).orElse(detail));
  }

  private static String serial(Tls tls) {
    return tls.serving().certificate().getSerialNumber().toString(16);
  }

  @Override
  public void close() {
    clients.ifPresent(ClientAuthorities::close);
    source.close();
  }
}
