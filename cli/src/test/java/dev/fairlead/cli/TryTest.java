package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TryTest {
  private static final String EXAMPLES = "../examples/";
  private static final String P1 = EXAMPLES + "p1-selector-mismatch.yaml";
  private static final String P2 = EXAMPLES + "p2-target-port-number.yaml";
  private static final String HEALTHY = EXAMPLES + "healthy";
  private static final String DENIED =
      "Error from server (Forbidden): error when creating \"%s\": admission webhook"
          + " \"wiring.fairlead.dev\" denied the request: ";

  @TempDir private Path folder;

  @Test
  void theMistakesAreDeniedAndTheHealthyBaseIsAdmitted() {
    var run = Run.of("try", P1, P2, HEALTHY);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("$ kubectl apply -f " + P1 + "\n")
        .contains(DENIED.formatted(P1) + "[selector-unmatched] Service/backend-service ")
        .contains(DENIED.formatted(P2) + "[target-port-mismatch] Service/backend-service ")
        .contains("service/backend-service created\n")
        .contains("service/backend-service -n default: Wired=True\n");
    assertThat(linesOf(run, "Error from server")).hasSize(2);
  }

  @Test
  void theReadmeShowsWhatItPrints() throws IOException {
    var out = Run.of("try", P1, P2, HEALTHY).out().replace(EXAMPLES, "examples/");

    assertThat(Files.readString(Path.of("../README.md"))).contains("```console\n" + out + "```");
  }

  /// The second half does not fit: the error at sync.
  @Test
  void theReadmeShowsWhatHelmIsTold() throws IOException {
    var run = Run.of("try", "--as", "helm", P1);
    var out = run.out().replace(EXAMPLES, "examples/");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(linesOf(run, "Error from server")).hasSize(1);
    assertThat(Files.readString(Path.of("../README.md"))).contains("```console\n" + out + "```");
  }

  @Test
  void nothingInAManifestReachesTheTerminalRaw() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("shop.yaml"),
            """
            apiVersion: v1
            kind: Service
            metadata: {name: "shop\\e[2J\\e]0;owned\\a\\u202e", namespace: shop}
            spec: {selector: {app: shop}, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {generateName: "shop\\e[31m"}
            spec: {ports: [{port: 80, targetPort: "\\e[31m"}]}
            """);

    var run = Run.of("try", file.toString());

    assertThat(run.out()).contains("shop [2J").doesNotContain("\u001b", "\u0007", "\u202e");
    assertThat(run.err()).doesNotContain("\u001b", "\u0007", "\u202e");
  }

  @Test
  void aNamespaceThatWantsFixesGetsThem() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("shop.yaml"),
            """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: shop
              labels: {fairlead.dev/named-ports: enabled, fairlead.dev/default-probes: enabled}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: shop, namespace: shop}
            spec:
              selector: {app: shop}
              ports: [{name: web, port: 80, targetPort: 8080}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop, namespace: shop}
            spec:
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec:
                  containers: [{name: shop, image: shop, ports: [{containerPort: 8080}]}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: by-the-new-name, namespace: shop}
            spec:
              selector: {app: shop}
              ports: [{port: 80, targetPort: web}]
            """);
    var run = Run.of("try", file.toString(), file.toString());

    assertThat(linesOf(run, "Warning: [readiness-probe-missing]")).isEmpty();
    assertThat(linesOf(run, "Warning: [named-ports]")).hasSize(1);
    assertThat(linesOf(run, "Warning: [default-probes]")).hasSize(1);
    assertThat(linesOf(run, "deployment.apps/shop"))
        .containsExactly("deployment.apps/shop created", "deployment.apps/shop unchanged");
    assertThat(run.out())
        .contains("service/shop -n shop: Wired=True\n")
        .contains("service/by-the-new-name -n shop: Wired=True\n");
    assertThat(run.exitCode()).as(run.out()).isZero();
  }

  @Test
  void theHealthyBaseIsAdmittedFromEveryClient() {
    for (var client : List.of("kubectl", "kubectl-k", "helm", "argocd", "flux")) {
      var run = Run.of("try", "--as", client, HEALTHY);

      assertThat(run.exitCode()).as(run.out()).isZero();
      assertThat(linesOf(run, "Warning:"))
          .allMatch(
              line ->
                  line.contains("[readiness-probe-missing]")
                      || line.contains("[selector-unmatched]")
                      || line.contains("[service-reference-missing]"));
      assertThat(linesOf(run, "service/")).anyMatch(line -> line.endsWith(" created"));
      assertThat(run.out()).doesNotContain("Wired=False");
    }
  }

  @Test
  void aPipelineIsRefusedTheSecondHalfThatDoesNotFit() {
    for (var client : List.of("helm", "argocd", "flux")) {
      var run = Run.of("try", "--as", client, P1);

      assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
      assertThat(run.out())
          .contains("Warning: [selector-unmatched] Service/backend-service spec.selector")
          .contains("service/backend-service created\n")
          .contains(
              "Deployment/backend-api is the only workload that Service/backend-service can mean")
          .doesNotContain("deployment.apps/backend-api created\n")
          .contains("service/backend-service -n default: Wired=False/SelectorUnmatched: ");
    }
  }

  @Test
  void whatSettlesIsSaidAsSettleWouldSayIt() throws IOException {
    var file =
        write(
            """
            apiVersion: v1
            kind: Namespace
            metadata: { name: quiet, labels: { fairlead.dev/level: "off" } }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: quiet, namespace: quiet }
            spec: { selector: { app: nobody }, ports: [{ port: 80 }] }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: asleep }
            spec:
              replicas: 0
              selector: { matchLabels: { app: asleep } }
              template:
                metadata: { labels: { app: asleep } }
                spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 80 }] }] }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: asleep }
            spec: { selector: { app: asleep }, ports: [{ port: 80 }] }
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: hand-fed
              annotations: { allow.fairlead.dev/selector-unmatched: the mesh adds endpoints }
            spec: { selector: { app: nobody }, ports: [{ port: 80 }] }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: plain }
            spec: { ports: [{ port: 80 }] }
            """);

    var run = Run.of("try", "--as", "helm", file);

    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.out().substring(run.out().indexOf("# settled")).lines().sorted())
        .satisfiesExactly(
            title -> assertThat(title).isEqualTo("# settled"),
            asleep ->
                assertThat(asleep)
                    .isEqualTo(
                        "service/asleep -n default: Wired=True/ScaledToZero: selects"
                            + " Deployment/asleep, scaled to zero"),
            allowed ->
                assertThat(allowed)
                    .startsWith(
                        "service/hand-fed -n default: Wired=True/Allowed: let through because \"the"
                            + " mesh adds endpoints\": [selector-unmatched] Service/hand-fed "));
  }

  @Test
  void whatDependsOnWhatNobodyHasReadCannotBeTold() throws IOException {
    var file =
        write(
            """
            apiVersion: example.com/v1
            kind: Widget
            metadata: { name: shop }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: shop }
            spec: { selector: { app: nobody }, ports: [{ port: 80 }] }
            """);

    assertThat(Run.of("try", file).out())
        .contains(
            "service/shop -n default: Wired=Unknown/CannotTell: it selects nothing that is known,"
                + " but Widget/shop may make Pods\n");
  }

  @Test
  void theLevelIsTheNamespaces() throws IOException {
    assertThat(Run.of("try", "--level", "warn", P2).exitCode()).isZero();
    var off = Run.of("try", "--level", "off", P2);
    assertThat(off.exitCode()).isZero();
    assertThat(off.out()).doesNotContain("Warning");
    var strict = Run.of("try", "--level", "strict", "--as", "helm", P1);
    assertThat(strict.exitCode()).isEqualTo(1);

    var labelled =
        write(
            """
            apiVersion: v1
            kind: Namespace
            metadata: { name: default, labels: { fairlead.dev/level: warn } }
            """);
    assertThat(Run.of("try", "--level", "strict", labelled, P2).exitCode()).isZero();
  }

  @Test
  void aBundleThatFluxCannotDryRunIsNotApplied() throws IOException {
    var bundle =
        write(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web }
            spec:
              template:
                metadata: { labels: { app: web } }
                spec:
                  containers:
                    - name: web
                      readinessProbe: { httpGet: { port: http } }
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: web }
            """);

    var run = Run.of("try", "--as", "flux", bundle);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("Deployment/default/web dry-run failed (Forbidden): admission webhook ")
        .doesNotContain("created");
  }

  @Test
  void applyingAgainChangesNothing() {
    var run = Run.of("try", HEALTHY, HEALTHY);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("deployment.apps/backend unchanged\n");
  }

  @Test
  void whatNoApiServerTakesIsToldAsOneWould() throws IOException {
    var bad =
        write(
            """
            apiVersion: v1
            kind: Service
            metadata: { name: numbers, labels: { version: 1.10 } }
            spec: { ports: [{ port: 80 }] }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: high }
            spec: { ports: [{ port: 80000 }] }
            ---
            apiVersion: v1
            kind: Service
            metadata: { generateName: x- }
            ---
            kind: [unclosed
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: late, namespace: made-later }
            spec: { ports: [{ port: 80 }] }
            ---
            apiVersion: v1
            kind: Namespace
            metadata: { name: made-later }
            """);

    var run = Run.of("try", bad);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("error: error parsing " + bad + ":")
        .contains(
            "Error from server (BadRequest): error when creating \"%s\": Service in version \"v1\" cannot be handled as a Service: metadata.labels"
                .formatted(bad))
        .contains("The Service \"high\" is invalid: spec.ports[0].port: ")
        .contains("error: from x-: cannot use generate name with apply")
        .contains(
            "(NotFound): error when creating \"%s\": namespaces \"made-later\" not found"
                .formatted(bad))
        .contains("namespace/made-later created");
  }

  @Test
  void whatCannotBeReadIsWrongUse() throws IOException {
    assertThat(Run.of("try").exitCode()).isEqualTo(2);
    var unknown = Run.of("try", P1, "--as", "tiller");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err())
        .startsWith("fairlead: Invalid value for option '--as'")
        .contains("'tiller': must be one of kubectl, kubectl-k, helm, argocd, flux");
    assertThat(Run.of("try", "--level", "paranoid", P1).err()).contains("strict, guard, warn, off");
    var missing = Run.of("try", P1, "no-such-file.yaml");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("no-such-file.yaml does not exist");
    assertThat(missing.out()).isEmpty();
    var empty = Run.of("try", Files.createDirectory(folder.resolve("empty")).toString());
    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err()).contains("holds no .yaml, .yml, .json file");
  }

  private String write(String manifests) throws IOException {
    var file = Files.createTempFile(folder, "manifests", ".yaml");
    return Files.writeString(file, manifests).toString();
  }

  private static Stream<String> linesOf(Run run, String start) {
    return run.out().lines().filter(line -> line.startsWith(start));
  }
}
