package dev.fairlead.webhook;

import dev.fairlead.certs.CertificateFileException;
import dev.fairlead.certs.PemFile;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.webhook.certificates.CertificateSource;
import dev.fairlead.webhook.certificates.ClientAuthorities;
import dev.fairlead.webhook.certificates.ShownCertificates;
import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.ClusterState.Freshness;
import dev.fairlead.webhook.http.PortUnavailableException;
import dev.fairlead.webhook.http.ReadinessCheck;
import dev.fairlead.webhook.http.Servers;
import dev.fairlead.webhook.http.WebhookOptions;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.review.Admissions;
import dev.fairlead.webhook.review.FixReviewer;
import dev.fairlead.webhook.review.ReviewRules;
import dev.fairlead.webhook.review.Reviewer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The running program: reviews served over TLS, judged by what a cluster holds.
public final class Webhook implements AutoCloseable {
  private final ClusterState cluster;
  private final ShownCertificates certificates;
  private final Servers servers;
  private final Duration drainTime;

  private Webhook(
      ClusterState cluster, ShownCertificates certificates, Servers servers, Duration drainTime) {
    this.cluster = cluster;
    this.certificates = certificates;
    this.servers = servers;
    this.drainTime = drainTime;
  }

  /// Serves once it returns. The cluster and the certificates are closed with the webhook.
  ///
  /// @throws PortUnavailableException where a port cannot be had; nothing listens then
  /// @throws CertificateFileException where the authorities of allowed clients cannot be read
  public static Webhook start(
      Settings settings,
      ClusterState cluster,
      CertificateSource certificates,
      ObjectReader reader,
      InstantSource clock,
      Metrics metrics)
      throws PortUnavailableException, CertificateFileException {
    var shown = new ShownCertificates(certificates, clients(settings, metrics));
    shown.countIn(metrics, clock);
    var rules = rules(settings);
    var admissions =
        new Admissions(
            new Reviewer(reader, cluster, rules, clock),
            new FixReviewer(reader, cluster, rules, clock));
    var listen = settings.listen();
    var options =
        new WebhookOptions(
            listen.address(), listen.port(), shown.tls(), settings.limits().maxInFlight());
    var servers =
        Servers.start(
            options,
            listen.managementPort(),
            admissions,
            () -> readiness(cluster, shown.readiness(clock.instant())),
            clock,
            metrics);
    shown.follow(servers::show);
    return new Webhook(cluster, shown, servers, settings.limits().drainTime());
  }

  private static Optional<ClientAuthorities> clients(Settings settings, Metrics metrics)
      throws CertificateFileException {
    var clients = settings.certificates().clients();
    return clients.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ClientAuthorities(
                new PemFile(clients.get().authorities()), clients.get().names(), metrics));
  }

  private static ReviewRules rules(Settings settings) {
    return new ReviewRules(
        settings.judging().level(),
        settings.judging().overrides(),
        with(settings.exempt().namespaces(), Set.of(settings.cluster().namespace())),
        with(settings.exempt().users(), settings.controllers().users()),
        settings.exempt().groups(),
        settings.orderedAppliers().fieldManagers(),
        settings.orderedAppliers().users(),
        settings.limits().confirmTimeout());
  }

  private static Set<String> with(Set<String> some, Set<String> more) {
    var all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  private static List<ReadinessCheck> readiness(ClusterState cluster, ReadinessCheck certificate) {
    return Stream.concat(
            cluster.freshness().stream()
                .map(kind -> new ReadinessCheck(kind.resource(), kind.synced(), detail(kind))),
            Stream.of(certificate))
        .toList();
  }

  private static String detail(Freshness kind) {
    return kind.problem().isEmpty() && !kind.synced() ? "not synced yet" : kind.problem();
  }

  public int port() {
    return servers.port();
  }

  public int managementPort() {
    return servers.managementPort();
  }

  /// Finishes what is under way and stops.
  @Override
  public void close() {
    servers.stop(drainTime);
    certificates.close();
    cluster.close();
  }
}
