package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The fixtures of the checks and the examples, sent to a real API server at level warn.
///
/// The API server takes each as it is, and kubectl shows exactly what its header wants.
@OnCluster
final class FixturesIT {
  /// Said of a targetPort that is left out; the API server writes it before anybody else sees it.
  private static final String DEFAULTED = " (defaulted from port)";

  /// Fixtures of checks on names of Services, where files leave open what a cluster knows.
  private static final Pattern NAMES_SERVICES =
      Pattern.compile("(service-reference-|cross-namespace-|statefulset-service).*/cannot-tell-.*");

  private static final Duration TO_BE_KNOWN = Duration.ofSeconds(20);
  private static final Duration TO_ESTABLISH = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final Client client;
  private Optional<Webhook> webhook = Optional.empty();

  FixturesIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.admin();
  }

  @BeforeAll
  void startTheWebhookAndMakeRoom() {
    var fixtures = fixtures();
    makeCustomKinds(fixtures);
    webhook = Optional.of(Webhook.start(cluster));
    makeNamespaces(fixtures);
  }

  @AfterAll
  void stopTheWebhook() {
    webhook.ifPresent(Webhook::close);
    // A kind that nobody may read would leave every namespace of the next suite in doubt.
    delete("custom-kinds.yaml");
    delete("rights.yaml");
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

    /// `default`, and those that the file names.
    Stream<String> namespaces() {
      return Stream.concat(Stream.of("default"), objects().map(Fixture::written)).distinct();
    }

    Stream<Map<String, Object>> objects() {
      return Manifests.parse(text()).without("Namespace").objects().stream();
    }

    private String text() {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// The text with other namespaces in the names of Services: `db.default.svc`.
    private String calling(String text) {
      return namespaces()
          .reduce(
              text,
              (called, name) ->
                  called.replaceAll(
                      "(?<!kubernetes)\\.%s(?=[.:])".formatted(name), "." + namespace(name)));
    }

    static String written(Map<String, Object> object) {
      return Manifests.metadata(object).getOrDefault("namespace", "default").toString();
    }

    /// Its objects, each in the namespace that stands in for its own, and calling Services there.
    Manifests moved() {
      return new Manifests(
          Manifests.parse(calling(text())).without("Namespace").objects().stream()
              .map(o -> Manifests.inNamespace(o, namespace(written(o))))
              .toList());
    }

    List<String> wants() {
      return Wants.of(file).wants().stream()
          .map(Wants.Want::message)
          .map(message -> message.replace(DEFAULTED, ""))
          .map(this::moved)
          .toList();
    }

    private String moved(String message) {
      return namespaces()
          .reduce(
              calling(message),
              (text, name) ->
                  text.replace(
                      "namespace \"%s\"".formatted(name),
                      "namespace \"%s\"".formatted(namespace(name))));
    }
  }

  /// Why a cluster may say something else of a fixture than files do.
  private enum OnlyInFiles {
    SEVERAL_NAMESPACES("every workload of a cluster's namespace is known") {
      @Override
      boolean isIn(Fixture fixture) {
        return fixture.objects().map(Fixture::written).distinct().count() > 1;
      }
    },
    NO_WORKLOAD("where a cluster's namespace has no workload, nothing matches") {
      @Override
      boolean isIn(Fixture fixture) {
        return !Wants.of(fixture.file()).ofCluster()
            && fixture.objects().allMatch(object -> Manifests.kind(object).equals("Service"));
      }
    },
    SERVICE_ELSEWHERE("a cluster knows every Service, files only those in them") {
      @Override
      boolean isIn(Fixture fixture) {
        return NAMES_SERVICES.matcher(fixture.id()).matches();
      }
    },
    CONFIG_MAP("ConfigMaps of a cluster are not read") {
      @Override
      boolean isIn(Fixture fixture) {
        return fixture.objects().anyMatch(object -> Manifests.kind(object).equals("ConfigMap"));
      }
    },
    AUTOSCALER("a cluster's workload says itself how many Pods it has now") {
      @Override
      boolean isIn(Fixture fixture) {
        return fixture
            .objects()
            .anyMatch(object -> Manifests.kind(object).equals("HorizontalPodAutoscaler"));
      }
    },
    OF_THE_PAST("kubectl apply cannot say that a Pod has ended or whose an object was") {
      @Override
      boolean isIn(Fixture fixture) {
        return fixture
            .objects()
            .anyMatch(
                object ->
                    Manifests.metadata(object).containsKey("ownerReferences")
                        || (Manifests.kind(object).equals("Pod") && object.containsKey("status")));
      }
    },
    CUT_DEFAULT("without the words on a default, more of the names fits") {
      @Override
      boolean isIn(Fixture fixture) {
        return Wants.of(fixture.file()).wants().stream()
            .map(Wants.Want::message)
            .anyMatch(message -> message.contains(DEFAULTED) && message.contains("…"));
      }
    };

    private final String reason;

    OnlyInFiles(String reason) {
      this.reason = reason;
    }

    abstract boolean isIn(Fixture fixture);

    static Optional<OnlyInFiles> in(Fixture fixture) {
      return Stream.of(values()).filter(each -> each.isIn(fixture)).findFirst();
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
    var workloads = manifests.without("Service").write(folder.resolve("workloads.yaml"));
    var services = manifests.ofKind("Service").write(folder.resolve("services.yaml"));
    var sent =
        Stream.of(workloads, services)
            .filter(file -> !Manifests.read(file).objects().isEmpty())
            .toList();
    var sender = sender(fixture);
    var runs =
        sent.stream().map(file -> client.kubectl("apply", sender, "-f", file.toString())).toList();

    var refusal = Wants.of(fixture.file()).refusal();
    if (refusal.isPresent()) {
      assertThat(runs).anySatisfy(run -> assertThat(run.err()).contains(refusal.get()));
      return;
    }
    runs.forEach(Finished::successful);
    var other = OnlyInFiles.in(fixture);
    if (other.isPresent()) {
      standing(sent, sender);
      System.err.printf("E2E: %s: not compared: %s%n", fixture.id(), other.get().reason);
    } else {
      awaitWants(fixture, sent);
    }
    // Or they would be what the next fixture's workloads name, in another namespace.
    client.kubectl("delete", "--ignore-not-found", "-f", services.toString());
  }

  /// Only a program that runs hooks can have sent one: from a person it is like any other object.
  private static String sender(Fixture fixture) {
    var hooks =
        fixture
            .objects()
            .anyMatch(
                object ->
                    Manifests.metadata(object).get("annotations") instanceof Map<?, ?> annotations
                        && annotations.containsKey("helm.sh/hook"));
    return "--field-manager=" + (hooks ? "helm" : "kubectl-client-side-apply");
  }

  /// The webhook knows what has just been stored a moment later.
  private void awaitWants(Fixture fixture, List<Path> sent) {
    var wants = Set.copyOf(fixture.wants());
    Await.until(
        "the warnings that %s wants: %s".formatted(fixture.id(), wants),
        TO_BE_KNOWN,
        () ->
            Optional.of(standing(sent, sender(fixture)))
                .filter(seen -> !seen.equals(wants))
                .map(Set::toString));
  }

  /// What stands once all is there: every object is changed by a label, and judged anew.
  private Set<String> standing(List<Path> files, String sender) {
    var value = "example.com/sent=" + System.nanoTime();
    var label = Stream.of("label", "--overwrite", sender, value);
    var options = files.stream().flatMap(file -> Stream.of("-f", file.toString()));
    // A Pod whose controller is not there may be gone by now.
    var run = client.kubectl(Stream.concat(label, options).toArray(String[]::new));
    return run.warnings().stream()
        .filter(warning -> warning.startsWith("["))
        .collect(Collectors.toSet());
  }

  private static List<Fixture> fixtures() {
    var files =
        Stream.of(
                Checkout.path("policies", "src", "test", "resources", "checks"),
                Checkout.path("examples"))
            .flatMap(folder -> manifestsIn(folder).stream())
            .toList();
    return Stream.iterate(0, number -> number < files.size(), number -> number + 1)
        .map(number -> new Fixture(number, files.get(number)))
        .toList();
  }

  private static List<Path> manifestsIn(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeNamespaces(List<Fixture> fixtures) {
    var namespaces =
        fixtures.stream()
            .flatMap(fixture -> fixture.namespaces().map(name -> namespace(fixture, name)))
            .toList();
    create(new Manifests(namespaces), "namespaces.yaml");
    if (cluster.runsPods()) {
      Await.until(
          "the ServiceAccounts that Pods need",
          TO_ESTABLISH,
          () -> withoutServiceAccount(namespaces));
    }
  }

  /// A Namespace with the labels that the file gives it.
  private static Map<String, Object> namespace(Fixture fixture, String written) {
    var labels = new HashMap<String, Object>(Map.of("fairlead.dev/level", "warn"));
    Manifests.read(fixture.file()).ofKind("Namespace").objects().stream()
        .map(Manifests::metadata)
        .filter(metadata -> written.equals(metadata.get("name")))
        .forEach(metadata -> labels.putAll(labels(metadata)));
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Namespace",
        "metadata",
        Map.of("name", fixture.namespace(written), "labels", labels));
  }

  private static Map<String, Object> labels(Map<String, Object> metadata) {
    var labels = new HashMap<String, Object>();
    if (metadata.get("labels") instanceof Map<?, ?> written) {
      written.forEach((key, value) -> labels.put(String.valueOf(key), value));
    }
    return labels;
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
        .filter(FixturesIT::isCustom)
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
    create(
        rightToRead(
            definitions.stream()
                .map(definition -> String.valueOf(Manifests.metadata(definition).get("name")))
                .toList()),
        "rights.yaml");
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

  /// What the chart's `customKinds.readable` adds, for kinds given as `plural.group`.
  private static Manifests rightToRead(List<String> kinds) {
    var rules =
        kinds.stream()
            .map(kind -> kind.split("\\.", 2))
            .map(
                name ->
                    "- {apiGroups: [%s], resources: [%s], verbs: [get, list, watch]}"
                        .formatted(name[1], name[0]))
            .collect(Collectors.joining("\n"));
    return Manifests.parse(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: fixtures}
        rules:
        %s
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: fixtures}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: fixtures}
        subjects: [{kind: ServiceAccount, name: %s, namespace: %s}]
        """
            .formatted(rules, Chart.RELEASE, Chart.NAMESPACE));
  }

  private void delete(String fileName) {
    var file = cluster.directory().resolve("fixtures").resolve(fileName);
    client.kubectl("delete", "--ignore-not-found", "-f", file.toString()).successful();
  }

  private void create(Manifests manifests, String fileName) {
    var file = manifests.write(cluster.directory().resolve("fixtures").resolve(fileName));
    client.kubectl("apply", "-f", file.toString()).successful();
  }
}
