package dev.fairlead.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.certs.CertificateAuthority;
import dev.fairlead.certs.ServingNames;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.certificates.CertificateSource;
import dev.fairlead.webhook.cluster.ClusterState.Freshness;
import dev.fairlead.webhook.cluster.ClusterState.Freshness.State;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settings.SettingsReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The program as a whole, on a cluster that is as fresh as it is told to be.
final class WebhookTest {
  private final ToldCluster cluster = new ToldCluster();

  /// It forgot that it had been ready at every call, so that one custom kind whose list hung took
  /// every replica out of its Service.
  @Test
  void aNewKindWhoseListHangsLeavesItReady() throws Exception {
    cluster.says(kind("services", State.KNOWN));
    try (var webhook = start()) {
      assertThat(readiness(webhook)).isEqualTo("200 ok\n");

      cluster.says(kind("services", State.KNOWN), kind("widgets.example.com", State.UNKNOWN));

      assertThat(readiness(webhook)).isEqualTo("200 ok\n");
    }
  }

  @Test
  void itIsNotReadyBeforeAllIsKnown() throws Exception {
    cluster.says(kind("services", State.KNOWN), kind("pods", State.UNKNOWN));
    try (var webhook = start()) {
      assertThat(readiness(webhook))
          .startsWith("503 [+]services ok\n[-]pods failed: not synced yet");
    }
  }

  private static Freshness kind(String resource, State state) {
    return new Freshness(resource, state, "", Optional.empty(), 0, List.of());
  }

  private Webhook start() throws Exception {
    var clock = InstantSource.system();
    var options =
        Map.of("address", "127.0.0.1", "port", "0", "management-port", "0", "drain-time", "0s");
    var names = ServingNames.LOOPBACK;
    var lifetime = Duration.ofHours(1);
    var certificate =
        CertificateAuthority.create(
                CertificateAuthority.NAME, names, clock.instant(), lifetime, new SecureRandom())
            .issue(names, clock.instant(), lifetime);
    return Webhook.start(
        SettingsReader.read(Optional.empty(), Map.of(), options),
        cluster,
        CertificateSource.fixed(certificate),
        new ObjectReader(PodMakers.COMMON),
        clock,
        new Metrics());
  }

  private static String readiness(Webhook webhook) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:%d/readyz".formatted(webhook.managementPort()));
      var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }
}
