package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `fix` as a user meets it: what becomes of the files, what it writes where, and how it ends.
final class FixTest {
  private static final String DEPLOYMENT =
      """
      # The web shop.
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            containers:
              - name: web
                image: 'shop'   # from our registry
                ports:
                  - containerPort: 8080 # http

      # nothing below
      """;

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec:
        selector: {app: shop}
        ports: [{port: 80, targetPort: 8080}]
      """;

  private static final String SHOP = DEPLOYMENT + "---\n" + SERVICE;

  private static final String FIXED =
      """
      # The web shop.
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            containers:
              - name: web
                image: 'shop'   # from our registry
                ports:
                  - containerPort: 8080 # http
                    name: tcp-8080
                readinessProbe:
                  tcpSocket:
                    port: 8080
                  timeoutSeconds: 1
                  periodSeconds: 10
                  successThreshold: 1
                  failureThreshold: 3

      # nothing below
      ---
      """
          + SERVICE;

  private static final String NAMED =
      "[named-ports] Deployment/shop spec.template.spec.containers[0].ports[0].name: set to"
          + " \"tcp-8080\", after 8080/TCP";
  private static final String PROBED =
      "[default-probes] Deployment/shop spec.template.spec.containers[0].readinessProbe: set to"
          + " tcpSocket on 8080, to which Service/shop sends";

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static Run fix(Object... args) {
    var all = new String[args.length + 1];
    all[0] = "fix";
    for (var i = 0; i < args.length; i++) {
      all[i + 1] = args[i].toString();
    }
    return Run.of(all);
  }

  @Test
  void writesWhatIsMissingAndSaysSo() throws IOException {
    var file = file("shop.yaml", SHOP);
    assertThat(fix(file))
        .isEqualTo(
            new Run(
                0,
                "%s:15:15: %s\n%s:16:11: %s\n1 file changed: 2 changes\n"
                    .formatted(file, NAMED, file, PROBED),
                ""));
    assertThat(file).hasContent(FIXED);
    assertThat(fix(file)).isEqualTo(new Run(0, "nothing to fix\n", ""));
    assertThat(file).hasContent(FIXED);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void checkWritesNothingAndEndsWithOne() throws IOException {
    var file = file("shop.yaml", SHOP);
    assertThat(fix("--check", file))
        .isEqualTo(
            new Run(
                1,
                "%s:15:15: %s\n%s:16:11: %s\n1 file would change: 2 changes\n"
                    .formatted(file, NAMED, file, PROBED),
                ""));
    assertThat(file).hasContent(SHOP);
    assertThat(fix("--check", file("fixed.yaml", FIXED)))
        .isEqualTo(new Run(0, "nothing to fix\n", ""));
  }

  @Test
  void judgesFilesAndDirectoriesTogether() throws IOException {
    var deployment = file("a/deployment.yaml", DEPLOYMENT);
    var service = file("b/service.yaml", SERVICE);
    assertThat(fix("--check", deployment).exitCode()).isZero();
    assertThat(fix("--check", deployment, service).exitCode()).isEqualTo(1);
    assertThat(fix("--check", folder).exitCode()).isEqualTo(1);
    assertThat(fix(folder.resolve("a"), service).exitCode()).isZero();
    assertThat(Files.readString(deployment) + "---\n" + SERVICE).isEqualTo(FIXED);
    assertThat(service).hasContent(SERVICE);
  }

  @Test
  void standardInputBecomesStandardOutput() {
    var run = Run.withStdin(SHOP, "fix", "-");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(FIXED);
    assertThat(run.err())
        .isEqualTo("fairlead: -:15:15: %s%nfairlead: -:16:11: %s%n".formatted(NAMED, PROBED));
    assertThat(Run.withStdin(FIXED, "fix", "-")).isEqualTo(new Run(0, FIXED, ""));
    assertThat(Run.withStdin(SHOP, "fix", "--check", "-").exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "named-ports, name: tcp-8080, readinessProbe:",
    "default-probes, readinessProbe:, name: tcp-8080"
  })
  void onlyTheFixesThatAreAskedFor(String fix, String with, String without) throws IOException {
    var file = file("shop.yaml", SHOP);
    assertThat(fix("--only", fix, file).exitCode()).isZero();
    assertThat(file).content().contains(with).doesNotContain(without);
    assertThat(fix("--only", "named-ports,default-probes", file).exitCode()).isZero();
    assertThat(file).hasContent(FIXED);
  }

  @Test
  void probesAskOverHttpWhereTheUserOrTheNamespaceSaysSo() throws IOException {
    var asked = file("asked.yaml", SHOP);
    assertThat(fix("--probe-path", "/health", "--probe-port", "8080", asked).exitCode()).isZero();
    var namespace =
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: default
          annotations: {fairlead.dev/probe-path: /health, fairlead.dev/probe-port: "8080"}
        ---
        """;
    var annotated = file("annotated.yaml", namespace + SHOP);
    assertThat(fix(annotated).exitCode()).isZero();
    assertThat(asked).content().contains("readinessProbe:", "livenessProbe:", "path: /health");
    assertThat(annotated).hasContent(namespace + Files.readString(asked));
  }

  @Test
  void anObjectCanDoWithout() throws IOException {
    var without =
        SHOP.replaceFirst(
            "metadata: \\{name: shop\\}",
            "metadata: {name: shop, labels: {fairlead.dev/named-ports: disabled,"
                + " fairlead.dev/default-probes: disabled}}");
    assertThat(fix("--check", file("shop.yaml", without)))
        .isEqualTo(new Run(0, "nothing to fix\n", ""));
  }

  @Test
  void whatAFixLeavesAloneIsSaid() throws IOException {
    var twice =
        SHOP.replace(
            "- containerPort: 8080 # http",
            "- containerPort: 8080\n            - containerPort: 8080");
    var run = fix("--check", file("shop.yaml", twice));
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("left as it is: the pod declares 8080/TCP twice");
  }

  @Test
  void patchTakesTheDiff() throws Exception {
    for (var text :
        List.of(
            SHOP,
            SHOP.replace("\n", "\r\n"),
            SERVICE + "---\n" + DEPLOYMENT.substring(0, DEPLOYMENT.indexOf(" # http")))) {
      var file = file("shop.yaml", text);
      var diff = fix("--dry-run", file);
      assertThat(diff.exitCode()).isZero();
      assertThat(diff.err()).isEmpty();
      assertThat(file).hasContent(text);
      assertThat(diff.out()).contains(": " + NAMED + "\n", ": " + PROBED + "\n--- ");
      var patched = applied(diff.out(), List.of("patch", "-p0", "--binary", file.toString()));
      assertThat(fix(file("twin.yaml", text)).exitCode()).isZero();
      assertThat(patched).isEqualTo(Files.readString(folder.resolve("twin.yaml")));
    }
    assertThat(fix("--dry-run", "--check", file("shop.yaml", SHOP)).exitCode()).isEqualTo(1);
    assertThat(fix("--dry-run", file("fixed.yaml", FIXED))).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void gitTakesTheDiffOfSeveralFiles() throws Exception {
    file("my app/shop.yaml", SHOP);
    file("other.yaml", SHOP.replace("shop", "other"));
    var diff = fix("--dry-run", folder).out().replace(folder + "/", "");
    applied(diff, List.of("git", "apply", "-p0"));
    assertThat(folder.resolve("my app/shop.yaml")).hasContent(FIXED);
    assertThat(folder.resolve("other.yaml")).hasContent(FIXED.replace("shop", "other"));
  }

  /// Runs a program in the folder, and gives back the text of shop.yaml.
  private String applied(String diff, List<String> command) throws Exception {
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(diff.getBytes(StandardCharsets.UTF_8));
    }
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said + diff).isZero();
    var file = folder.resolve("shop.yaml");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Test
  void keepsPermissionsAndFollowsLinks() throws IOException {
    var file = file("real/shop.yaml", SHOP);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r-x"));
    var link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);
    assertThat(fix(link, file).out()).contains("1 file changed: 2 changes");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent(FIXED);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw-r-x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Source: shop/templates/web.yaml | the document is output of helm template ("# Source: shop/templates/web.yaml")
          Code generated by kompose. DO NOT EDIT. | the file is generated ("# Code generated by kompose. DO NOT EDIT.")
          This file is auto-generated | the file is generated ("# This file is auto-generated")
          """)
  void generatedOutputIsLeftAlone(String words, String reason) throws IOException {
    var comment = "# " + words;
    var text = comment + "\n" + SHOP;
    var file = file("shop.yaml", text);
    var run = fix(file);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEqualTo("nothing to fix\n");
    assertThat(run.err())
        .contains(NAMED + ": not changed: " + reason, PROBED + ": not changed: " + reason)
        .hasLineCount(2);
    assertThat(file).hasContent(text);
    assertThat(fix(file("fixed.yaml", comment + "\n" + FIXED)).exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          containerPort: 8080 | containerPort: {{ .Values.port }} | is a template, which has to be filled in before it can be read
          'shop'              | "{{ .Values.image }}"             | is a template of a Helm chart
          containerPort: 8080 | containerPort: {{ port }}         | is a template, which has to be filled in before it can be read
          image: 'shop'       | {% if x %}                        | is a template, which has to be filled in before it can be read
          containerPort: 8080 | containerPort: ${PORT}            | nothing is set in an object with a mistake
          """)
  void templatesAreLeftAlone(String plain, String template, String reason) throws IOException {
    var text = SHOP.replaceFirst(Pattern.quote(plain), Matcher.quoteReplacement(template));
    var file = file("shop.yaml", text);
    var run = fix(file);
    assertThat(run.err()).contains(file + ":", reason);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(file).hasContent(text);
  }

  @Test
  void patchesOfAnOverlayAreNoObjects() throws IOException {
    var base = file("base/shop.yaml", SHOP);
    file("base/kustomization.yaml", "resources: [shop.yaml]\n");
    var patch =
        file(
            "prod/shop.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec: {replicas: 3}
            """);
    var run = fix(folder);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains(
            patch + ":1:1: left alone: it lacks spec.selector, and so is a part of an object");
    assertThat(base).hasContent(FIXED);
    assertThat(fix(patch).exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          image: 'shop'                | imagePullPolicy: Always | left alone: it lacks the image of a container
          ports: [{port: 80, targetPort: 8080}] | type: NodePort | left alone: it lacks spec.ports
          apiVersion: apps/v1          | apiVersion: acme.dev/v1 | ''
          """)
  void whatAWholeObjectHasTellsAPart(String whole, String part, String said) throws IOException {
    var run = fix("--check", file("shop.yaml", SHOP.replace(whole, part)));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("nothing to fix\n");
    assertThat(run.err()).contains(said).hasLineCount(said.isEmpty() ? 0 : 1);
  }

  @Test
  void anObjectThatStandsTwiceIsNotGuessedAt() throws IOException {
    file("a.yaml", SHOP);
    file("b.yaml", SHOP);
    var run = fix(folder);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEqualTo("nothing to fix\n");
    assertThat(run.err())
        .contains(": not changed: the object also stands at %s/b.yaml:2:1; give".formatted(folder));
  }

  @Test
  void whatAnAliasBringsInIsNotChanged() throws IOException {
    var aliased =
        SHOP.replace(
            "ports:\n            - containerPort: 8080 # http",
            "x: &p [{containerPort: 8080}]\n          ports: *p");
    var file = file("shop.yaml", aliased);
    var run = fix(file);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is brought in by the alias *p").hasLineCount(1);
    assertThat(file).content().contains("readinessProbe:").doesNotContain("tcp-8080");
  }

  @Test
  void allMendsFindingsAndShowsThem() throws IOException {
    var text =
        FIXED
            .replace("selector: {app: shop}", "selector: {app: shopp} # ours")
            .replace("targetPort: 8080", "targetPort: tpc-8080");
    var file = file("shop.yaml", text);
    assertThat(fix(file)).isEqualTo(new Run(0, "nothing to fix\n", ""));
    var selector = text.replace("app: shopp", "app: shop");
    assertThat(fix("--all", file)).isEqualTo(new Run(0, "nothing to fix\n", ""));
    var one = file("one.yaml", selector);
    var run = fix("--all", "--dry-run", one);
    assertThat(run.out())
        .startsWith(
            one
                + ":31:22: [target-port-unresolved] Service/shop spec.ports[0].targetPort: Not"
                + " found: \"tpc-8080\": must be the name of a TCP port of Deployment/shop, which"
                + " has \"tcp-8080\"; did you mean \"tcp-8080\"? → tcp-8080\n"
                + "--- ")
        .contains(
            "-  ports: [{port: 80, targetPort: tpc-8080}]",
            "+  ports: [{port: 80, targetPort: tcp-8080}]");
    assertThat(fix("--all", one).exitCode()).isZero();
    assertThat(one).hasContent(selector.replace("tpc-8080", "tcp-8080"));
    assertThat(fix("--all", "--check", one).exitCode()).isZero();
  }

  @Test
  void allMendsNothingThatIsAllowed() throws IOException {
    var text =
        FIXED
            .replace("targetPort: 8080", "targetPort: tpc-8080")
            .replaceFirst(
                "kind: Service\nmetadata: \\{name: shop\\}",
                "kind: Service\n"
                    + "metadata: {name: shop, annotations:"
                    + " {allow.fairlead.dev/target-port-unresolved: soon}}");
    assertThat(fix("--all", file("shop.yaml", text))).isEqualTo(new Run(0, "nothing to fix\n", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fix                                | Missing required parameter: 'PATH'
          fix --only probes x                | Invalid value for option '--only': 'probes': must be one of default-probes, named-ports
          fix --probe-path /x x              | --probe-path and --probe-port need each other
          fix --probe-path x --probe-port 80 x | Invalid value for option '--probe-path': 'x': must be a path such as /health
          fix --probe-path /x --probe-port 0 x | Invalid value for option '--probe-port': '0': must be a port number
          fix --namespace Prod x             | Invalid value for option '--namespace': 'Prod'
          fix - x                            | Standard input (-) must be the only PATH
          fix no/such.yaml                   | no/such.yaml does not exist
          """)
  void wrongUseIsSaidInOneLine(String command, String message) {
    var run = Run.of(command.split(" +", -1));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("fairlead: " + message).doesNotContain("\tat ", "Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "just: values\n", "a: [b", "\u0000"})
  void nothingReadableEndsWithTwo(String text) throws IOException {
    var file = file("notes.yaml", text);
    var run = fix(file);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("fairlead: no Kubernetes object could be read from " + file);
    assertThat(file).hasContent(text);
  }

  @Test
  void valuesBesideManifestsAreNoMistake() throws IOException {
    file("values.yaml", "image: shop\n");
    file("shop.yaml", SHOP);
    var run = fix("--check", folder);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
  }
}
