package dev.fairlead.webhook;

import dev.fairlead.certs.CertificateFileException;
import dev.fairlead.certs.PemFile;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.webhook.api.LeaderSeat;
import dev.fairlead.webhook.api.TokenAccess;
import dev.fairlead.webhook.certificates.CertificateSource;
import dev.fairlead.webhook.certificates.ClientAuthorities;
import dev.fairlead.webhook.certificates.ShownCertificates;
import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.ClusterState.Freshness;
import dev.fairlead.webhook.http.PortUnavailableException;
import dev.fairlead.webhook.http.ReadinessCheck;
import dev.fairlead.webhook.http.ServerLimits;
import dev.fairlead.webhook.http.Servers;
import dev.fairlead.webhook.http.WebhookServerSettings;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.review.Admissions;
import dev.fairlead.webhook.review.Confirmations;
import dev.fairlead.webhook.review.FixReviewer;
import dev.fairlead.webhook.review.ReviewSettings;
import dev.fairlead.webhook.review.Reviewer;
import dev.fairlead.webhook.settings.Settings;
import dev.fairlead.webhook.settle.SettleSettings;
import dev.fairlead.webhook.settle.SettledServices;
import dev.fairlead.webhook.settle.Settler;
import dev.fairlead.webhook.settle.writing.SettledCluster;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// The running program: reviews served over TLS, judged by what a cluster holds.
public final class Webhook implements AutoCloseable {
  private final ClusterState cluster;
  private final ShownCertificates certificates;
  private final Optional<TokenAccess> access;
  private final Servers servers;
  private final Optional<Settler> settler;
  private final Duration drainTime;

  private Webhook(
      ClusterState cluster,
      ShownCertificates certificates,
      Optional<TokenAccess> access,
      Servers servers,
      Optional<Settler> settler,
      Duration drainTime) {
    this.cluster = cluster;
    this.certificates = certificates;
    this.access = access;
    this.servers = servers;
    this.settler = settler;
    this.drainTime = drainTime;
  }

  /// Serves once it returns. The cluster and the certificates are closed with the webhook.
  ///
  /// @throws PortUnavailableException where a port cannot be had; nothing listens then
  /// @throws CertificateFileException where the authorities of allowed clients cannot be read
  /// @throws dev.fairlead.webhook.api.ClusterUnavailable where tokens are to be reviewed, and
  ///   nothing says how to reach an API server
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
    var reviewer = new Reviewer(reader, cluster, rules, clock);
    count(reviewer, cluster, metrics, clock);
    var admissions = new Admissions(reviewer, new FixReviewer(reader, cluster, rules, clock));
    var listen = settings.listen();
    var options =
        new WebhookServerSettings(
            listen.address(), listen.port(), shown.tls(), serverLimits(settings.limits()));
    var known = new Readiness(cluster);
    var access = access(settings);
    var servers =
        Servers.start(
            options,
            listen.managementPort(),
            access.map(tokens -> tokens::of),
            admissions,
            () -> readiness(known, shown.readiness(clock.instant())),
            clock,
            metrics);
    shown.follow(servers::show);
    var settler = settler(settings, cluster, metrics, clock);
    return new Webhook(cluster, shown, access, servers, settler, settings.limits().drainTime());
  }

  private static Optional<TokenAccess> access(Settings settings) {
    return settings.listen().managementAccess() == Settings.ManagementAccess.AUTHORIZED
        ? Optional.of(TokenAccess.connect(settings.cluster().kubeconfig(), System.getenv()))
        : Optional.empty();
  }

  private static ServerLimits serverLimits(Settings.Limits limits) {
    return new ServerLimits(
        limits.maxInFlight(),
        limits.maxConnections(),
        limits.bodyTimeout(),
        ServerLimits.bodyBytes(Runtime.getRuntime().maxMemory()));
  }

  private static Optional<Settler> settler(
      Settings settings, ClusterState cluster, Metrics metrics, InstantSource clock) {
    var host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("fairlead");
    return settings
        .settle()
        .flatMap(
            settle ->
                SettledCluster.of(cluster)
                    .map(
                        settled ->
                            Settler.start(
                                cluster,
                                settled,
                                new SettleSettings(
                                    SettledServices.of(settings),
                                    settings.judging().window(),
                                    settle.writesPerSecond(),
                                    settings.customKinds().refresh(),
                                    new LeaderSeat(
                                        settings.cluster().namespace(),
                                        settle.lease(),
                                        host + "_" + UUID.randomUUID(),
                                        settle.leaseTime())),
                                metrics,
                                clock)));
  }

  private static Set<String> exemptNamespaces(Settings settings) {
    return with(settings.exempt().namespaces(), Set.of(settings.cluster().namespace()));
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

  private static void count(
      Reviewer reviewer, ClusterState cluster, Metrics metrics, InstantSource clock) {
    for (var outcome : Confirmations.Confirmation.values()) {
      metrics.confirmations(outcome.label(), () -> reviewer.confirmations().of(outcome));
    }
    metrics.reviewsUnsure(reviewer::unsure);
    metrics.watches(
        () ->
            cluster.freshness().stream()
                .map(
                    kind ->
                        new Metrics.Watch(
                            kind.resource(),
                            kind.state() == Freshness.State.KNOWN,
                            kind.lastHeard().map(at -> Duration.between(at, clock.instant())),
                            kind.lists(),
                            kind.unreadable().size()))
                .toList());
  }

  private static ReviewSettings rules(Settings settings) {
    return new ReviewSettings(
        settings.judging().level(),
        settings.judging().overrides(),
        exemptNamespaces(settings),
        with(settings.exempt().users(), settings.controllers().users()),
        settings.exempt().groups(),
        settings.judging().window(),
        settings.people().fieldManagers(),
        settings.limits().confirmTimeout());
  }

  private static Set<String> with(Set<String> some, Set<String> more) {
    var all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  private static List<ReadinessCheck> readiness(Readiness known, ReadinessCheck certificate) {
    return Stream.concat(known.checks().stream(), Stream.of(certificate)).toList();
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
    settler.ifPresent(Settler::close);
    servers.stop(drainTime);
    access.ifPresent(TokenAccess::close);
    certificates.close();
    cluster.close();
  }
}
