package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The chart on a real API server, through a real Helm.
@OnCluster
final class ChartIT {
  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final Duration TO_CLEAN_UP = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final Client client;

  ChartIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.admin();
  }

  @Test
  void helmLintsItWithoutAWarning() {
    var lint = client.helm("lint", "--strict", Chart.folder().toString()).successful();
    assertThat(lint.out()).contains("0 chart(s) failed").doesNotContain("[WARNING]", "[ERROR]");
  }

  @Test
  void theApiServerAcceptsEveryObjectUnderTheRestrictedPodSecurityStandard() {
    var namespace = namespace("fairlead-restricted");
    client
        .kubectl("label", "namespace", namespace, "pod-security.kubernetes.io/warn=restricted")
        .successful();
    var rendered =
        client.helm("template", "lead", Chart.folder().toString(), "-n", namespace).successful();
    var file = Manifests.parse(rendered.out()).write(file("rendered.yaml"));

    var applied = client.kubectl("apply", "--dry-run=server", "-f", file.toString()).successful();

    assertThat(applied.err()).isEmpty();
    assertThat(applied.out())
        .contains(
            "serviceaccount/lead-fairlead created",
            "secret/lead-fairlead-serving created",
            "role.rbac.authorization.k8s.io/lead-fairlead created",
            "rolebinding.rbac.authorization.k8s.io/lead-fairlead created",
            "clusterrole.rbac.authorization.k8s.io/lead-fairlead-fairlead-restricted created",
            "clusterrolebinding.rbac.authorization.k8s.io/lead-fairlead-fairlead-restricted"
                + " created",
            "service/lead-fairlead created",
            "deployment.apps/lead-fairlead created",
            "poddisruptionbudget.policy/lead-fairlead created",
            "validatingwebhookconfiguration.admissionregistration.k8s.io/lead-fairlead-fairlead-restricted"
                + " created",
            "mutatingwebhookconfiguration.admissionregistration.k8s.io/lead-fairlead-fairlead-restricted"
                + " created");
  }

  @Test
  void helmInstallsItKeepsItsCertificateAndLeavesNothingBehind() {
    var namespace = namespace("fairlead-installed");
    var byHelm = "--set=certificates.managedBy=helm";
    helm("install", "lead", Chart.folder().toString(), "-n", namespace, byHelm);
    var authority = authorityOfSecret(namespace, "lead-fairlead-certificates");
    assertThat(trustedAuthorities("lead-fairlead-" + namespace)).hasSize(4).containsOnly(authority);

    helm("upgrade", "lead", Chart.folder().toString(), "-n", namespace, byHelm, "--set=replicas=3");
    assertThat(authorityOfSecret(namespace, "lead-fairlead-certificates")).isEqualTo(authority);
    assertThat(trustedAuthorities("lead-fairlead-" + namespace)).containsOnly(authority);
    assertThat(
            client
                .kubectl(
                    "get", "deploy/lead-fairlead", "-n", namespace, "-o=jsonpath={.spec.replicas}")
                .successful()
                .out())
        .isEqualTo("3");

    helm("uninstall", "lead", "-n", namespace, "--no-hooks");
    Await.until(
        "everything to be gone",
        TO_CLEAN_UP,
        () -> Optional.of(leftBehind(namespace)).filter(left -> !left.isEmpty()));
  }

  @Test
  void anUpgradeLeavesWhatFairleadHasWritten() {
    var namespace = namespace("fairlead-own");
    helm("install", "lead", Chart.folder().toString(), "-n", namespace);
    var configuration = "validatingwebhookconfiguration/lead-fairlead-" + namespace;
    var authority = new Pki();
    authority.writeCertificate(file("written.crt"));
    var bundle = base64(file("written.crt"));
    client
        .kubectl(
            "patch",
            configuration,
            "--type=json",
            "-p",
            "[{\"op\":\"add\",\"path\":\"/webhooks/0/clientConfig/caBundle\",\"value\":\"%s\"}]"
                .formatted(bundle))
        .successful();
    client
        .kubectl(
            "patch",
            "secret/lead-fairlead-serving",
            "-n",
            namespace,
            "-p",
            "{\"data\":{\"ca.crt\":\"%s\"}}".formatted(bundle))
        .successful();

    helm("upgrade", "lead", Chart.folder().toString(), "-n", namespace, "--set=replicas=3");

    assertThat(trustedAuthorities("lead-fairlead-" + namespace).getFirst()).isEqualTo(bundle);
    assertThat(authorityOfSecret(namespace, "lead-fairlead-serving")).isEqualTo(bundle);
    helm("uninstall", "lead", "-n", namespace, "--no-hooks");
  }

  private static String base64(Path file) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void certManagerIssuesAndInjectsWhereItIsAskedTo() {
    var chart =
        Chart.rendered(
            client,
            "--set=certificates.managedBy=cert-manager",
            "--set=certificates.issuerRef.name=corporate",
            "--set=certificates.issuerRef.kind=ClusterIssuer");
    var configuration = chart.ofKind("ValidatingWebhookConfiguration").objects().getFirst();
    assertThat(Manifests.at(configuration, "metadata", "annotations"))
        .containsEntry("cert-manager.io/inject-ca-from", "fairlead-system/fairlead");
    assertThat(Manifests.child(Manifests.metadata(configuration), "labels"))
        .doesNotContainKey("fairlead.dev/ca-bundle");
    assertThat(Manifests.children(configuration, "webhooks"))
        .allSatisfy(
            entry ->
                assertThat(Manifests.child(entry, "clientConfig")).doesNotContainKey("caBundle"));
    var certificate = chart.ofKind("Certificate").objects().getFirst();
    assertThat(Manifests.child(certificate, "spec"))
        .containsEntry("secretName", "fairlead-certificates")
        .containsEntry("issuerRef", Map.of("name", "corporate", "kind", "ClusterIssuer"));
    assertThat(Manifests.strings(Manifests.child(certificate, "spec"), "dnsNames"))
        .contains("fairlead.fairlead-system.svc");
    assertThat(chart.ofKind("Secret").objects()).isEmpty();
    assertThat(chart.ofKind("Role").objects().getFirst().get("rules"))
        .asString()
        .doesNotContain("secrets");
  }

  @Test
  void theWebhookTakesWhatItsContainerIsGiven() throws IOException {
    var chart =
        Chart.rendered(client, "--set=defaultLevel=warn", "--set=certificates.managedBy=helm");
    var secret = Manifests.child(chart.ofKind("Secret").objects().getFirst(), "data");
    var certificates = Files.createDirectories(file("certificates"));
    for (var entry : secret.entrySet()) {
      Files.write(
          certificates.resolve(entry.getKey()),
          Base64.getDecoder().decode(entry.getValue().toString()));
    }
    var pod =
        Manifests.at(chart.ofKind("Deployment").objects().getFirst(), "spec", "template", "spec");
    var container = Manifests.children(pod, "containers").getFirst();
    var environment =
        Manifests.children(container, "env").stream()
            .collect(Collectors.toMap(e -> text(e, "name"), e -> text(e, "value")));
    assertThat(environment)
        .containsEntry("FAIRLEAD_LEVEL", "warn")
        .containsEntry("FAIRLEAD_NAMESPACE", Chart.NAMESPACE);
    var mounts =
        Manifests.children(container, "volumeMounts").stream().map(m -> text(m, "mountPath"));
    assertThat(mounts).contains("/etc/fairlead/certificates");
    var port = Ports.free();
    var managementPort = Ports.free();
    var given =
        Map.of(
            "--port=8443", "--port=" + port,
            "--management-port=8081", "--management-port=" + managementPort,
            "--cert-dir=/etc/fairlead/certificates", "--cert-dir=" + certificates);
    var arguments =
        Stream.concat(
                Manifests.strings(container, "args").stream().map(a -> given.getOrDefault(a, a)),
                Stream.of("--state", chart.ofKind("Service").write(file("state.yaml")).toString()))
            .toList();

    try (var webhook =
        Daemon.start("the webhook", file("webhook.log"), environment, Program.command(arguments))) {
      webhook.await("the webhook to be ready", TO_START, () -> Program.notReady(managementPort));
      var authority = Files.readString(certificates.resolve("ca.crt"));
      assertThat(ServedCertificate.refusal(port, "fairlead.fairlead-system.svc", authority))
          .isEmpty();
      assertThat(ServedCertificate.refusal(port, "fairlead.elsewhere.svc", authority)).isPresent();
    }
  }

  private static String text(Map<String, Object> node, String field) {
    return String.valueOf(node.get(field));
  }

  @Test
  void usesACertificateOfTheUsers() {
    var namespace = namespace("fairlead-own-certificate");
    var authority = new Pki();
    authority.writeCertificate(file("ca.crt"));

    var rendered =
        client
            .helm(
                "template",
                "lead",
                Chart.folder().toString(),
                "-n",
                namespace,
                "--set=certificates.secretName=mine",
                "--set-file=certificates.caBundle=" + file("ca.crt"))
            .successful();

    var chart = Manifests.parse(rendered.out());
    assertThat(chart.ofKind("Secret").objects()).isEmpty();
    var applied =
        client
            .kubectl("apply", "--dry-run=server", "-f", chart.write(file("own.yaml")).toString())
            .successful();
    assertThat(applied.err()).isEmpty();
    assertThat(rendered.out()).contains("secretName: mine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          defaultLevel=foo | at '/defaultLevel': value must be one of 'strict', 'guard', 'warn', 'off'
          level=guard | at '': additional properties 'level' not allowed
          replicas=0 | at '/replicas': minimum: got 0, want 1
          webhook.failurePolicy=fail | at '/webhook/failurePolicy': value must be one of 'Ignore', 'Fail'
          fixes.enabled=never | at '/fixes/enabled': got string, want boolean
          webhook.timeoutSeconds=31 | at '/webhook/timeoutSeconds': maximum: got 31, want 30
          webhook.exemptNamespaces={Kube} | at '/webhook/exemptNamespaces/0': 'Kube' does not match pattern
          certificates.secretName=mine | at '/certificates/caBundle': minLength: got 0, want 1
          certificates.managedBy=vault | at '/certificates/managedBy': value must be one of '', 'fairlead', 'helm', 'cert-manager', 'secret'
          certificates.managedBy=secret | at '/certificates/secretName': minLength: got 0, want 1
          certificates.overlap=soon | at '/certificates/overlap': 'soon' does not match pattern
          certificates.issuerRef.name=x | at '/certificates/issuerRef': maxProperties: got 1, want 0
          certificates.clients.authoritiesConfigMap=x | at '/certificates/clients/names': minItems: got 0, want 1
          monitoring.serviceMonitor.interval=often | at '/monitoring/serviceMonitor/interval': 'often' does not match pattern
          monitoring.rules.runbook=https://example.com#x | at '/monitoring/rules/runbook': 'https://example.com#x' does not match pattern
          management.access=nobody | at '/management/access': value must be one of 'anyone', 'authorized'
          monitoring.alerts=true | at '/monitoring': additional properties 'alerts' not allowed
          issuedCertificates.a=b | at '': additional properties 'issuedCertificates' not allowed
          """)
  void saysWhichValueIsWrongAndWhatIsAllowed(String value, String message) {
    var rendered = client.helm("template", "lead", Chart.folder().toString(), "--set=" + value);
    assertThat(rendered.exitCode()).isEqualTo(1);
    assertThat(rendered.err()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "strict, 'NotIn [guard, warn, off]', 'In [guard, warn]'",
    "guard, In [strict], 'NotIn [strict, off]'",
    "warn, In [strict], 'NotIn [strict, off]'",
    "off, In [strict], 'In [guard, warn]'"
  })
  void namespacesWithoutALevelGoToTheEntryOfTheDefault(
      String level, String strictEntry, String otherEntry) {
    var configuration =
        Chart.rendered(client, "--set-string=defaultLevel=" + level)
            .ofKind("ValidatingWebhookConfiguration")
            .objects()
            .getFirst();
    var levels =
        Manifests.children(configuration, "webhooks").stream().map(ChartIT::levelsOfEntry).toList();
    var deletions = level.equals("off") ? "In [strict, guard, warn]" : "NotIn [off]";
    assertThat(levels).containsExactly(strictEntry, otherEntry, deletions, "any");
  }

  private static String levelsOfEntry(Map<String, Object> entry) {
    return selects(entry, "fairlead.dev/level");
  }

  private static String selects(Map<String, Object> entry, String label) {
    var selector = Manifests.child(entry, "namespaceSelector");
    return Manifests.children(selector, "matchExpressions").stream()
        .filter(expression -> label.equals(expression.get("key")))
        .map(expression -> expression.get("operator") + " " + expression.get("values"))
        .findFirst()
        .orElse("any");
  }

  /// What a namespace must be labelled to be sent to an entry, so that it is sent to one at most.
  @Test
  void onlyNamespacesThatAskForAFixAreSentToBeFixed() {
    var configuration =
        Chart.rendered(client).ofKind("MutatingWebhookConfiguration").objects().getFirst();
    var entries = Manifests.children(configuration, "webhooks");

    assertThat(entries.stream().map(entry -> selects(entry, "fairlead.dev/named-ports")))
        .containsExactly("In [enabled]", "NotIn [enabled]");
    assertThat(entries.stream().map(entry -> selects(entry, "fairlead.dev/default-probes")))
        .containsExactly("any", "In [enabled]");
    assertThat(entries)
        .allSatisfy(
            entry -> {
              assertThat(selects(entry, "fairlead.dev/level")).isEqualTo("NotIn [off]");
              assertThat(entry)
                  .containsEntry("failurePolicy", "Ignore")
                  .containsEntry("reinvocationPolicy", "IfNeeded")
                  .containsEntry("sideEffects", "None");
            });
  }

  @Test
  void whoWantsNoWordOfDeletionsIsSentNone() {
    var entries =
        Chart.rendered(client, "--set=deletions.enabled=false")
            .ofKind("ValidatingWebhookConfiguration")
            .objects()
            .stream()
            .flatMap(configuration -> Manifests.children(configuration, "webhooks").stream());

    assertThat(entries.map(entry -> String.valueOf(entry.get("name"))))
        .doesNotContain("deletions.fairlead.dev")
        .contains("wiring.fairlead.dev");
  }

  @Test
  void whoWantsNoFixesGetsNoMutatingWebhook() {
    var chart = Chart.rendered(client, "--set=fixes.enabled=false");

    assertThat(chart.ofKind("MutatingWebhookConfiguration").objects()).isEmpty();
    assertThat(chart.ofKind("ValidatingWebhookConfiguration").objects()).hasSize(1);
  }

  @Test
  void nothingIsMadeForAnOperatorThatMayNotBeThere() {
    var chart = Chart.rendered(client);

    for (var kind : List.of("ServiceMonitor", "PrometheusRule", "ConfigMap")) {
      assertThat(chart.ofKind(kind).objects()).as(kind).isEmpty();
    }
  }

  /// Without `honorLabels` Prometheus would rename the labels that tell which Service a number is
  /// about.
  @Test
  void prometheusIsToldWhereTheMetricsAreAndWhoseTheirLabels() {
    var chart =
        Chart.rendered(
            client,
            "--set=monitoring.serviceMonitor.enabled=true",
            "--set=monitoring.serviceMonitor.labels.release=prometheus");
    var monitor = chart.ofKind("ServiceMonitor").objects().getFirst();
    var endpoint = Manifests.children(Manifests.child(monitor, "spec"), "endpoints").getFirst();
    assertThat(endpoint)
        .containsEntry("port", "metrics")
        .containsEntry("path", "/metrics")
        .containsEntry("honorLabels", true);
    assertThat(Manifests.child(Manifests.metadata(monitor), "labels"))
        .containsEntry("release", "prometheus");
    var service = service(chart, "fairlead-metrics");
    assertThat(Manifests.child(Manifests.metadata(service), "labels"))
        .containsAllEntriesOf(Manifests.at(monitor, "spec", "selector", "matchLabels"));
    assertThat(Manifests.children(Manifests.child(service, "spec"), "ports"))
        .containsExactly(Map.of("name", "metrics", "port", 8081, "targetPort", "management"));
  }

  @Test
  void whereTokensAreReviewedKubeletsAndPrometheusSpeakTls() {
    var chart =
        Chart.rendered(
            client,
            "--set=monitoring.serviceMonitor.enabled=true",
            "--set=management.access=authorized");
    var pod =
        Manifests.at(chart.ofKind("Deployment").objects().getFirst(), "spec", "template", "spec");
    var container = Manifests.children(pod, "containers").getFirst();
    for (var probe : List.of("readinessProbe", "livenessProbe")) {
      assertThat(Manifests.at(container, probe, "httpGet")).containsEntry("scheme", "HTTPS");
    }
    var monitor = chart.ofKind("ServiceMonitor").objects().getFirst();
    var endpoint = Manifests.children(Manifests.child(monitor, "spec"), "endpoints").getFirst();
    assertThat(endpoint).containsEntry("scheme", "https").containsKey("bearerTokenFile");
    assertThat(Manifests.child(endpoint, "tlsConfig"))
        .containsEntry("serverName", "fairlead.fairlead-system.svc")
        .containsEntry("ca", Map.of("secret", Map.of("name", "fairlead-serving", "key", "ca.crt")));
  }

  @Test
  void theServiceThatApiServersCallLeadsNowhereElse() {
    var service = service(Chart.rendered(client), "fairlead");

    assertThat(Manifests.children(Manifests.child(service, "spec"), "ports"))
        .containsExactly(Map.of("name", "https", "port", 443, "targetPort", "https"));
  }

  private static Map<String, Object> service(Manifests chart, String name) {
    return chart.ofKind("Service").objects().stream()
        .filter(service -> Manifests.text(Manifests.metadata(service), "name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theRulesAndTheDashboardAreThoseThatAreTested() throws IOException {
    var chart =
        Chart.rendered(
            client,
            "--set=monitoring.rules.enabled=true",
            "--set=monitoring.rules.runbook=https://example.com/runbook",
            "--set=monitoring.dashboard.enabled=true");

    var rule = chart.ofKind("PrometheusRule").objects().getFirst();
    var rules =
        Files.readString(Monitoring.rulesFile())
            .replace("docs/runbook.md#", "https://example.com/runbook#");
    assertThat(Manifests.child(rule, "spec"))
        .isEqualTo(Manifests.parse(rules).objects().getFirst());
    var dashboard = chart.ofKind("ConfigMap").objects().getFirst();
    assertThat(Manifests.child(Manifests.metadata(dashboard), "labels"))
        .containsEntry("grafana_dashboard", "1");
    assertThat(Manifests.text(Manifests.child(dashboard, "data"), "fairlead.json"))
        .isEqualToIgnoringNewLines(Files.readString(Monitoring.dashboardFile()));
  }

  private void helm(String... arguments) {
    client.helm(arguments).successful();
  }

  private String namespace(String name) {
    client.kubectl("create", "namespace", name).successful();
    return name;
  }

  private Path file(String name) {
    return cluster.directory().resolve(name);
  }

  private String authorityOfSecret(String namespace, String secret) {
    return client
        .kubectl("get", "secret", secret, "-n", namespace, "-o", "jsonpath={.data.ca\\.crt}")
        .successful()
        .out();
  }

  private List<String> trustedAuthorities(String configuration) {
    var bundles =
        client
            .kubectl(
                "get",
                "validatingwebhookconfiguration",
                configuration,
                "-o",
                "jsonpath={range .webhooks[*]}{.clientConfig.caBundle}{\"\\n\"}{end}")
            .successful();
    return bundles.out().lines().toList();
  }

  private String leftBehind(String namespace) {
    var clusterWide =
        client
            .kubectl(
                "get",
                "clusterroles,clusterrolebindings,validatingwebhookconfigurations,"
                    + "mutatingwebhookconfigurations",
                "-l",
                "app.kubernetes.io/name=fairlead,app.kubernetes.io/instance=lead",
                "-o",
                "name")
            .successful();
    var namespaced =
        client
            .kubectl(
                "get",
                "deployments,replicasets,pods,services,secrets,poddisruptionbudgets,roles,rolebindings",
                "-n",
                namespace,
                "-o",
                "name")
            .successful();
    var account =
        client
            .kubectl("get", "serviceaccount/lead-fairlead", "-n", namespace, "--ignore-not-found")
            .successful();
    return clusterWide.out() + namespaced.out() + account.out();
  }
}
