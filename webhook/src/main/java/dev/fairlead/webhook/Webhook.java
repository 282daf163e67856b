package dev.fairlead.webhook;

import dev.fairlead.certs.ServingCertificate;
import dev.fairlead.policies.model.ObjectReader;
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
import java.util.Set;

/// The running program: reviews served over TLS, judged by what a cluster holds.
public final class Webhook implements AutoCloseable {
  private final ClusterState cluster;
  private final Servers servers;
  private final Duration drainTime;

  private Webhook(ClusterState cluster, Servers servers, Duration drainTime) {
    this.cluster = cluster;
    this.servers = servers;
    this.drainTime = drainTime;
  }

  /// Serves once it returns. The cluster is closed with the webhook.
  ///
  /// @throws PortUnavailableException where a port cannot be had; nothing listens then
  public static Webhook start(
      Settings settings,
      ClusterState cluster,
      ServingCertificate certificate,
      ObjectReader reader,
      InstantSource clock,
      Metrics metrics)
      throws PortUnavailableException {
    var rules = rules(settings);
    var admissions =
        new Admissions(
            new Reviewer(reader, cluster, rules, clock),
            new FixReviewer(reader, cluster, rules, clock));
    var listen = settings.listen();
    var options =
        new WebhookOptions(
            listen.address(), listen.port(), certificate, settings.limits().maxInFlight());
    var servers =
        Servers.start(
            options, listen.managementPort(), admissions, () -> readiness(cluster), clock, metrics);
    return new Webhook(cluster, servers, settings.limits().drainTime());
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

  private static List<ReadinessCheck> readiness(ClusterState cluster) {
    return cluster.freshness().stream()
        .map(kind -> new ReadinessCheck(kind.resource(), kind.synced(), detail(kind)))
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
    cluster.close();
  }
}
