package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The fixtures of the checks, sent to a real API server at level warn: workloads first, Services
/// last.
///
/// The API server takes each as it is, and kubectl shows all that its header wants.
abstract class FixturesTests {
  /// What the API server itself refuses, and why: such a mistake is met in files only.
  private static final Map<String, String> REFUSED_BY_KUBERNETES =
      Map.of("target-port-unresolved/fails-digits-in-quotes", "must contain at least one letter");

  /// What files show and a cluster does not, and why.
  private static final Map<String, String> ONLY_IN_FILES =
      Map.of(
          "selector-unmatched/cannot-tell-two-environments",
          "in a cluster every workload of the Service's own namespace is known",
          "selector-unmatched/cannot-tell-namespace-of-the-client",
          "in a cluster every workload of the Service's own namespace is known",
          "selector-unmatched/fails-in-another-namespace",
          "in a cluster every workload of the Service's own namespace is known",
          "selector-unmatched/passes-custom-kind",
          "no custom kinds are watched yet",
          "selector-unmatched/cannot-tell-near-beside-unknown-kind",
          "no custom kinds are watched yet",
          "target-port-unresolved/cannot-tell-beside-unknown-kind",
          "no custom kinds are watched yet",
          "target-port-mismatch/cannot-tell-beside-unknown-kind",
          "no custom kinds are watched yet");

  private static final Duration TO_ESTABLISH = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final Client client;
  private Optional<Webhook> webhook = Optional.empty();

  FixturesTests(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.admin();
  }

  @BeforeAll
  void startTheWebhookAndMakeRoom() {
    webhook = Optional.of(Webhook.start(cluster));
    var fixtures = fixtures();
    makeCustomKinds(fixtures);
    makeNamespaces(fixtures);
  }

  @AfterAll
  void stopTheWebhook() {
    webhook.ifPresent(Webhook::close);
  }

  /// One file, in namespaces of its own.
  ///
  /// @param number sets them apart
  private record Fixture(int number, Path file) {
    /// Its check and name: `selector-unmatched/fails-typo`.
    String id() {
      var name = file.getFileName().toString().replace(".yaml", "");
      return file.resolveSibling("").getFileName() + "/" + name;
    }

    /// Stands in for a namespace of the file; as long as `default`, so that messages are cut alike.
    String namespace(String written) {
      var own = "f%06d".formatted(number);
      return written.equals("default") ? own : own + "-" + written;
    }

    Stream<String> namespaces() {
      return Stream.concat(
              Stream.of("default"), Manifests.read(file).objects().stream().map(Fixture::written))
          .distinct();
    }

    static String written(Map<String, Object> object) {
      return Manifests.metadata(object).getOrDefault("namespace", "default").toString();
    }

    /// Its objects, each in the namespace that stands in for its own.
    Manifests moved() {
      var objects = Manifests.read(file).without("Namespace").objects();
      return new Manifests(
          objects.stream().map(o -> Manifests.inNamespace(o, namespace(written(o)))).toList());
    }

    List<String> wants() {
      return Wants.of(file).wants().stream().map(Wants.Want::message).map(this::moved).toList();
    }

    private String moved(String message) {
      return namespaces()
          .reduce(
              message,
              (text, name) ->
                  text.replace(
                      "namespace \"%s\"".formatted(name),
                      "namespace \"%s\"".formatted(namespace(name))));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyFixture() {
    return fixtures().stream()
        .map(fixture -> DynamicTest.dynamicTest(fixture.id(), () -> send(fixture)));
  }

  private void send(Fixture fixture) {
    var folder = cluster.directory().resolve("fixtures").resolve(fixture.id());
    var manifests = fixture.moved();
    var workloads = manifests.without("Service");
    var services = manifests.ofKind("Service");
    var runs =
        Stream.of(
                apply(workloads, folder.resolve("workloads.yaml")),
                apply(services, folder.resolve("services.yaml")))
            .flatMap(Optional::stream)
            .toList();

    var refusal = Optional.ofNullable(REFUSED_BY_KUBERNETES.get(fixture.id()));
    if (refusal.isPresent()) {
      assertThat(runs).anySatisfy(run -> assertThat(run.err()).contains(refusal.get()));
      return;
    }
    runs.forEach(Finished::successful);
    var excuse = Optional.ofNullable(ONLY_IN_FILES.get(fixture.id()));
    if (excuse.isPresent()) {
      System.err.printf("E2E: wants of %s not compared: %s%n", fixture.id(), excuse.get());
      return;
    }
    var warnings = runs.stream().flatMap(run -> run.warnings().stream()).distinct().toList();
    if (fixture.id().contains("/cannot-tell-")) {
      // Of a cluster more is known than of files: what is said may be said for sure, or more.
      assertThat(warnings).containsAll(fixture.wants());
      return;
    }
    assertThat(warnings).containsExactlyInAnyOrderElementsOf(fixture.wants());
  }

  private Optional<Finished> apply(Manifests manifests, Path file) {
    return manifests.objects().isEmpty()
        ? Optional.empty()
        : Optional.of(client.kubectl("apply", "-f", manifests.write(file).toString()));
  }

  private static List<Fixture> fixtures() {
    var folder = Checkout.path("policies", "src", "test", "resources", "checks");
    try (var files = Files.walk(folder)) {
      var sorted = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      return Stream.iterate(0, number -> number < sorted.size(), number -> number + 1)
          .map(number -> new Fixture(number, sorted.get(number)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeNamespaces(List<Fixture> fixtures) {
    var namespaces =
        fixtures.stream()
            .flatMap(fixture -> fixture.namespaces().map(fixture::namespace))
            .map(
                name ->
                    Map.<String, Object>of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Namespace",
                        "metadata",
                        Map.of("name", name, "labels", Map.of("fairlead.dev/level", "warn"))))
            .toList();
    create(new Manifests(namespaces), "namespaces.yaml");
    if (cluster.runsPods()) {
      Await.until(
          "the ServiceAccounts that Pods need",
          TO_ESTABLISH,
          () -> withoutServiceAccount(namespaces));
    }
  }

  private Optional<String> withoutServiceAccount(List<Map<String, Object>> namespaces) {
    var accounts =
        client
            .kubectl(
                "get",
                "serviceaccounts",
                "--all-namespaces",
                "--field-selector=metadata.name=default",
                "-o",
                "jsonpath={range .items[*]}{.metadata.namespace}{\"\\n\"}{end}")
            .successful();
    var made = Set.copyOf(accounts.out().lines().toList());
    return namespaces.stream()
        .map(namespace -> String.valueOf(Manifests.metadata(namespace).get("name")))
        .filter(name -> !made.contains(name))
        .findFirst();
  }

  /// Kinds that no API server has on its own, taking any fields.
  private void makeCustomKinds(List<Fixture> fixtures) {
    var kinds = new TreeMap<String, TreeSet<String>>();
    fixtures.stream()
        .flatMap(fixture -> Manifests.read(fixture.file()).objects().stream())
        .filter(FixturesTests::isCustom)
        .forEach(
            object ->
                kinds
                    .computeIfAbsent(apiVersion(object), _ -> new TreeSet<>())
                    .add(Manifests.kind(object)));
    var definitions =
        kinds.entrySet().stream()
            .flatMap(entry -> entry.getValue().stream().map(k -> definition(entry.getKey(), k)))
            .toList();
    create(new Manifests(definitions), "custom-kinds.yaml");
    client
        .kubectl("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s")
        .successful();
    kinds.values().stream()
        .flatMap(TreeSet::stream)
        .forEach(
            kind ->
                Await.until(
                    kind + " to be served",
                    TO_ESTABLISH,
                    () ->
                        Optional.of(client.kubectl("get", kind.toLowerCase(Locale.ROOT)))
                            .filter(run -> run.exitCode() != 0)
                            .map(Finished::err)));
  }

  private static String apiVersion(Map<String, Object> object) {
    return String.valueOf(object.get("apiVersion"));
  }

  private static boolean isCustom(Map<String, Object> object) {
    var group = apiVersion(object);
    return group.contains("/") && group.substring(0, group.indexOf('/')).contains(".");
  }

  private static Map<String, Object> definition(String apiVersion, String kind) {
    var slash = apiVersion.indexOf('/');
    var plural = kind.toLowerCase(Locale.ROOT) + "s";
    var group = apiVersion.substring(0, slash);
    return Manifests.parse(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: %1$s.%2$s
            spec:
              group: %2$s
              scope: Namespaced
              names: {plural: %1$s, singular: %3$s, kind: %4$s}
              versions:
                - name: %5$s
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema:
                      type: object
                      x-kubernetes-preserve-unknown-fields: true
            """
                .formatted(
                    plural,
                    group,
                    kind.toLowerCase(Locale.ROOT),
                    kind,
                    apiVersion.substring(slash + 1)))
        .objects()
        .getFirst();
  }

  private void create(Manifests manifests, String fileName) {
    var file = manifests.write(cluster.directory().resolve("fixtures").resolve(fileName));
    client.kubectl("apply", "-f", file.toString()).successful();
  }
}
