package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.judge.Level;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The rights that the chart gives, held against what the API server was asked for while replicas
/// did all that they ever do.
@OnCluster
final class RightsIT {
  private static final String RELEASE = "rights";
  private static final String NAMESPACE = "fairlead-rights";
  private static final String[] OPTIONS = {
    "--set=settle.window=1s", "--set=management.access=authorized"
  };
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Path REPORT_KINDS =
      Checkout.path("e2e", "src/test/resources/settle/report-kinds.yaml");

  /// A Namespace that is not there is read anew before anything is said of what comes into it.
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "0df28fbd", "operation": "CREATE",
        "kind": {"group": "", "version": "v1", "kind": "Service"},
        "resource": {"group": "", "version": "v1", "resource": "services"},
        "namespace": "nowhere", "name": "shop", "userInfo": {"username": "jane"},
        "object": {"apiVersion": "v1", "kind": "Service",
          "metadata": {"name": "shop", "namespace": "nowhere"},
          "spec": {"selector": {"app": "shop"}, "ports": [{"port": 80}]}}}}
      """;

  /// Something that the chart allows, or that was asked for.
  ///
  /// @param resource with its subresource after a slash
  /// @param name empty where any is meant
  private record Right(String verb, String group, String resource, String name)
      implements Comparable<Right> {
    boolean covers(Right asked) {
      return verb.equals(asked.verb)
          && group.equals(asked.group)
          && resource.equals(asked.resource)
          && (name.isEmpty() || name.equals(asked.name));
    }

    @Override
    public int compareTo(Right other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return "%s %s %s %s".formatted(group, resource, verb, name).strip();
    }
  }

  private final Cluster cluster;
  private final Client client;
  private final Api api;
  private Optional<Release> release = Optional.empty();

  RightsIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.admin();
    this.api = Api.of(cluster);
  }

  @BeforeAll
  void doAllThatTheyEverDo() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        cluster.auditLog().isPresent(), "this API server notes nothing of what it is asked for");
    client.kubectl("apply", "-f", REPORT_KINDS.toString()).successful();
    var started = Release.start(cluster, RELEASE, NAMESPACE, 2, Release.Routing.BALANCED, OPTIONS);
    release = Optional.of(started);
    started.awaitAsked();
    deny();
    settle();
    review(started.replicas().first().port());
    makeReaders();
    assertThat(metrics(Optional.of(token("prometheus"))).statusCode()).isEqualTo(200);
  }

  /// Two ServiceAccounts, of which one may read metrics.
  private void makeReaders() {
    for (var account : List.of("prometheus", "tenant")) {
      client.kubectl("create", "serviceaccount", account, "-n", NAMESPACE).successful();
    }
    var role = "read-metrics";
    client
        .kubectl("create", "clusterrole", role, "--verb=get", "--non-resource-url=/metrics")
        .successful();
    client
        .kubectl(
            "create",
            "clusterrolebinding",
            role,
            "--clusterrole=" + role,
            "--serviceaccount=%s:prometheus".formatted(NAMESPACE))
        .successful();
  }

  private String token(String account) {
    return client.kubectl("create", "token", account, "-n", NAMESPACE).successful().out().strip();
  }

  private HttpResponse<String> metrics(Optional<String> token) {
    return replica().management("/metrics", token);
  }

  private Replicas.Replica replica() {
    return release.orElseThrow().replicas().first();
  }

  @AfterAll
  void stopThem() {
    release.ifPresent(Release::close);
    client.kubectl("delete", "--ignore-not-found", "-f", REPORT_KINDS.toString()).successful();
  }

  private void deny() {
    var namespace = Sandbox.create(cluster, Level.GUARD).namespace();
    assertThat(api.create(namespace, Deployer.deployment("shop")).isStored()).isTrue();
    var wrong = api.create(namespace, Deployer.service("shop", "shop", "htpp"));
    assertThat(wrong.isDenial()).as("%s", wrong).isTrue();
  }

  /// One report is written, changed and taken away.
  private void settle() {
    var sandbox = Sandbox.create(cluster, Level.WARN);
    var namespace = sandbox.namespace();
    assertThat(api.create(namespace, Deployer.deployment("shop")).isStored()).isTrue();
    for (var name : List.of("one", "two")) {
      assertThat(api.create(namespace, Deployer.service(name, "shop", "htpp")).isStored()).isTrue();
      sandbox
          .kubectl(
              "wait",
              "service/" + name,
              "--for=condition=fairlead.dev/Wired=False",
              "--timeout=30s")
          .successful();
    }
    for (var kind : List.of("policyreports.wgpolicyk8s.io", "reports.openreports.io")) {
      await(sandbox, kind, true);
    }
    sandbox.kubectl("delete", "services", "one", "two").successful();
    for (var kind : List.of("policyreports.wgpolicyk8s.io", "reports.openreports.io")) {
      await(sandbox, kind, false);
    }
  }

  private static void await(Sandbox sandbox, String kind, boolean there) {
    Await.until(
        "%s to be %s".formatted(kind, there ? "there" : "gone"),
        SOON,
        () ->
            Optional.of(sandbox.kubectl("get", kind, "fairlead"))
                .filter(run -> (run.exitCode() == 0) != there)
                .map(Finished::toString));
  }

  private void review(int port) throws IOException, InterruptedException {
    var authority =
        client
            .kubectl(
                "get",
                "validatingwebhookconfiguration/" + RELEASE + "-fairlead-" + NAMESPACE,
                "-o",
                "jsonpath={.webhooks[0].clientConfig.caBundle}")
            .successful()
            .out();
    var pem = new String(Base64.getDecoder().decode(authority), StandardCharsets.UTF_8);
    try (var http = HttpClient.newBuilder().sslContext(ServedCertificate.trusting(pem)).build()) {
      var request =
          HttpRequest.newBuilder(URI.create("https://localhost:%d/validate".formatted(port)))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(REVIEW))
              .build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void metricsAreForWhoeverMayReadThemByTheApiServersWord() {
    assertThat(metrics(Optional.of(token("prometheus"))).body()).contains("fairlead_reviews_total");

    var forbidden = metrics(Optional.of(token("tenant")));
    assertThat(forbidden.statusCode()).isEqualTo(403);
    assertThat(forbidden.body())
        .isEqualTo("Authorization: must be of a user who may get /metrics, is not\n");
    assertThat(metrics(Optional.of("made-up")).statusCode()).isEqualTo(401);
    assertThat(metrics(Optional.empty()).statusCode()).isEqualTo(401);
  }

  /// Kubernetes lets everybody get `/readyz`, which is another one.
  @Test
  void detailsOfReadinessAreForWhoeverMayReadMetrics() {
    assertThat(replica().management("/readyz")).isEqualTo("ok\n");
    var details = "/readyz?verbose";
    assertThat(replica().management(details, Optional.of(token("tenant"))).statusCode())
        .isEqualTo(403);
    assertThat(replica().management(details, Optional.of(token("prometheus"))).body())
        .contains("[+]pods ok");
  }

  @Test
  void theChartGrantsWhatIsAskedFor() throws IOException {
    assertThat(asked(403)).as("refused").isEmpty();
  }

  @Test
  void theChartGrantsNothingThatIsNotAskedFor() throws IOException {
    var asked = asked(0);
    var served =
        client
            .kubectl("api-resources", "--no-headers", "-o", "name")
            .successful()
            .out()
            .lines()
            .collect(Collectors.toSet());

    assertThat(
            granted()
                .filter(right -> isServed(right, served))
                .filter(right -> asked.stream().noneMatch(right::covers)))
        .as("granted and never asked for, while this was: %s", asked)
        .isEmpty();
  }

  /// Kinds of others are read where they are installed, which here they are not.
  private static boolean isServed(Right right, Set<String> served) {
    var resource = right.resource().split("/", 2)[0];
    return served.contains(right.group().isEmpty() ? resource : resource + "." + right.group());
  }

  /// What the replicas asked for.
  ///
  /// @param code of the answer; 0 for any
  private Set<Right> asked(int code) throws IOException {
    var json = new JsonMapper();
    var user = "system:serviceaccount:%s:%s-fairlead".formatted(NAMESPACE, RELEASE);
    var asked = new TreeSet<Right>();
    for (var line : Files.readAllLines(cluster.auditLog().orElseThrow())) {
      var event = json.readTree(line);
      if (event.at("/user/username").asString("").equals(user)
          && event.has("objectRef")
          && (code == 0 || event.at("/responseStatus/code").asInt(0) == code)) {
        asked.add(right(event));
      }
    }
    return asked;
  }

  private static Right right(JsonNode event) {
    var object = event.get("objectRef");
    var resource = object.path("resource").asString("");
    var subresource = object.path("subresource").asString("");
    return new Right(
        event.get("verb").asString(""),
        object.path("apiGroup").asString(""),
        subresource.isEmpty() ? resource : resource + "/" + subresource,
        object.path("name").asString(""));
  }

  private Stream<Right> granted() {
    var chart = Chart.renderedAs(client, RELEASE, NAMESPACE, OPTIONS);
    return Stream.of("ClusterRole", "Role")
        .flatMap(kind -> chart.ofKind(kind).objects().stream())
        .filter(role -> !isOfUninstall(role))
        .flatMap(role -> Manifests.children(role, "rules").stream())
        .flatMap(RightsIT::rights);
  }

  private static boolean isOfUninstall(Map<String, Object> role) {
    return Manifests.text(Manifests.metadata(role), "name").endsWith("-uninstall");
  }

  private static Stream<Right> rights(Map<String, Object> rule) {
    var names =
        rule.containsKey("resourceNames") ? Manifests.strings(rule, "resourceNames") : List.of("");
    var rights = new ArrayList<Right>();
    for (var group : Manifests.strings(rule, "apiGroups")) {
      for (var resource : Manifests.strings(rule, "resources")) {
        for (var verb : Manifests.strings(rule, "verbs")) {
          names.forEach(name -> rights.add(new Right(verb, group, resource, name)));
        }
      }
    }
    return rights.stream();
  }
}
