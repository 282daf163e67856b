package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The rules and the dashboard before a real Prometheus, which reads a real webhook and the numbers
/// of a copy that settles.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PrometheusIT {
  private static final Duration TO_START = Duration.ofSeconds(60);

  private static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop-web, namespace: default}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            containers:
              - name: web
                image: web
                ports: [{name: http, containerPort: 8080}]
                readinessProbe: {tcpSocket: {port: http}}
      """;

  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "0df28fbd", "operation": "CREATE", "dryRun": %s,
        "kind": {"group": "", "version": "v1", "kind": "Service"},
        "resource": {"group": "", "version": "v1", "resource": "services"},
        "namespace": "default", "name": "shop", "userInfo": {"username": "jane"},
        "options": {"apiVersion": "meta.k8s.io/v1", "kind": "CreateOptions",
          "fieldManager": "kubectl-create"},
        "object": {"apiVersion": "v1", "kind": "Service",
          "metadata": {"name": "shop", "namespace": "default"},
          "spec": {"selector": {"app": "shop"}, "ports": [{"port": 80, "targetPort": "%s"}]}}}}
      """;

  private Optional<Daemon> webhook = Optional.empty();
  private Optional<HttpServer> settling = Optional.empty();
  private Optional<Prometheus> prometheus = Optional.empty();

  @BeforeAll
  void startAll(@TempDir Path directory) throws Exception {
    var build = Prometheus.build();
    if (build.exitCode() != 0) {
      var line = "E2E NOT RUN on prometheus: " + build.err().lines().reduce("", (_, last) -> last);
      System.err.println(line);
      Assumptions.abort(line);
    }
    var port = Ports.free();
    var managementPort = Ports.free();
    var state = Files.writeString(directory.resolve("state.yaml"), WORKLOAD);
    var certificates = Files.createDirectories(directory.resolve("certificates"));
    var arguments =
        List.of(
            "serve",
            "--state",
            state.toString(),
            "--port",
            Integer.toString(port),
            "--management-port",
            Integer.toString(managementPort),
            "--cert-dir",
            certificates.toString());
    var log = directory.resolve("webhook.log");
    webhook = Optional.of(Daemon.start("the webhook", log, Map.of(), Program.command(arguments)));
    webhook
        .get()
        .await("the webhook to be ready", TO_START, () -> Program.notReady(managementPort));
    settling = Optional.of(new FilledMetrics().serve());
    prometheus =
        Optional.of(
            Prometheus.start(
                directory,
                Monitoring.rulesFile(),
                List.of(managementPort, settling.get().getAddress().getPort())));
    review(port, Files.readString(certificates.resolve("ca.crt")));
  }

  /// Sends what is allowed and what is denied, for real and as a dry run.
  private static void review(int port, String authority) throws Exception {
    try (var client =
        HttpClient.newBuilder().sslContext(ServedCertificate.trusting(authority)).build()) {
      for (var path : List.of("validate", "mutate")) {
        for (var body :
            List.of(
                REVIEW.formatted(false, "http"),
                REVIEW.formatted(false, "https"),
                REVIEW.formatted(true, "https"),
                "no review")) {
          var request =
              HttpRequest.newBuilder(URI.create("https://localhost:%d/%s".formatted(port, path)))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body));
          var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
          assertThat(answer.statusCode()).isEqualTo(body.equals("no review") ? 400 : 200);
        }
      }
    }
  }

  @AfterAll
  void stopAll() {
    prometheus.ifPresent(Prometheus::close);
    settling.ifPresent(server -> server.stop(0));
    webhook.ifPresent(Daemon::close);
  }

  @Test
  void promtoolFindsNothingWrongWithTheRules() {
    var check = Prometheus.promtool("check", "rules", Monitoring.rulesFile().toString());

    assertThat(check.successful().out())
        .contains("SUCCESS: %d rules found".formatted(Monitoring.rules().size()));
  }

  @Test
  void eachAlertFiresWhereItMustAndNowhereElse(@TempDir Path directory) throws IOException {
    var tests = Checkout.path("e2e", "src/test/resources/prometheus/rules-test.yaml");
    Files.copy(Monitoring.rulesFile(), directory.resolve("rules.yaml"));
    var copy = Files.copy(tests, directory.resolve("rules-test.yaml"));

    assertThat(Prometheus.promtool("test", "rules", copy.toString()).successful().out())
        .contains("SUCCESS");
  }

  @Test
  void prometheusEvaluatesEachRuleAndRaisesTheAlertOfTheClustersDns() {
    server()
        .await(
            "each rule to be evaluated",
            () ->
                Optional.of(server().rules())
                    .filter(
                        rules ->
                            rules.size() != Monitoring.rules().size()
                                || !rules.stream()
                                    .allMatch(rule -> "ok".equals(rule.get("health"))))
                    .map(Object::toString));

    awaitData("ALERTS{alertname=\"FairleadClusterDnsDown\",alertstate=\"firing\"}");
    assertThat(server().result("ALERTS{alertname=\"FairleadDown\"}")).isEmpty();
  }

  @Test
  void reviewsOfARealWebhookAreCountedByVerdictAndClass() {
    var verdicts =
        Map.of(
            "webhook=\"validate\",verdict=\"allowed\",class=\"none\",dry_run=\"false\"", 1,
            "webhook=\"validate\",verdict=\"denied\",class=\"service-arrives\",dry_run=\"false\"",
                1,
            "webhook=\"validate\",verdict=\"warned\",class=\"service-arrives\",dry_run=\"true\"", 1,
            "webhook=\"validate\",verdict=\"failed\",class=\"none\",dry_run=\"false\"", 1,
            "webhook=\"mutate\",verdict=\"unjudged\",class=\"none\",dry_run=\"false\"", 2);
    verdicts.forEach(
        (labels, count) ->
            awaitData("sum(fairlead_reviews_total{%s}) == %d".formatted(labels, count)));
    awaitData("sum(fairlead_confirmations_total{outcome=\"upheld\"}) == 1");
  }

  /// The labels `namespace` and `service` of a number win over those of its target, and an empty
  /// one stays empty, which only `honorLabels` brings about.
  @Test
  void theLabelsOfServicesAreThoseOfTheServices() {
    awaitData("fairlead_service_broken{namespace=\"shop\",service=\"backend\"}");
    awaitData("fairlead_findings{check=\"readiness-probe-missing\",namespace=\"\"} == 503");
    awaitData("count(fairlead_findings) == 999");
    awaitData("sum(fairlead_findings) == 1501");
    awaitData("fairlead_settle_leader{namespace=\"fairlead-system\"}");
  }

  @Test
  void eachPanelOfTheDashboardHasSomethingToShow() {
    Monitoring.panels().stream().flatMap(Monitoring::expressions).forEach(this::awaitData);
  }

  /// Waits until an expression gives at least one number.
  private void awaitData(String expression) {
    server()
        .await(
            "data of " + expression,
            () ->
                server().result(expression).stream().anyMatch(PrometheusIT::isNumber)
                    ? Optional.empty()
                    : Optional.of(server().result("up").toString()));
  }

  private static boolean isNumber(Map<String, Object> series) {
    var value = (List<?>) Objects.requireNonNull(series.get("value"));
    return !value.getLast().toString().equals("NaN");
  }

  private Prometheus server() {
    return prometheus.orElseThrow();
  }
}
