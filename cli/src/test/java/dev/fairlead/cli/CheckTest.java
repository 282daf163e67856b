package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

/// `check` as a user meets it: what it writes where, and how it ends.
final class CheckTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: shop
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            containers:
              - name: web
                image: shop
                ports: [{containerPort: 8080, name: http}]
                readinessProbe: {tcpSocket: {port: http}}
      """;

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: shop
        annotations: {}
      spec:
        selector: {app: shop}
        ports: [{port: 80, targetPort: http}]
      """;

  private static final String GOOD = DEPLOYMENT + "---\n" + SERVICE;
  private static final String BAD = GOOD.replace("targetPort: http", "targetPort: htp");

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  @Test
  void aConfigMapOfAnotherFileSaysWhatTheWorkloadCalls() throws IOException {
    var workload =
        file("workload.yaml", DEPLOYMENT + "          envFrom: [{configMapRef: {name: shop}}]\n");
    var configMap =
        file(
            "z/config.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: shop}
            data: {DB_HOST: orders-db}
            """);
    var run = Run.of("check", "--complete", "--format", "json", workload, configMap);
    assertThat(run.out())
        .contains("spec.template.spec.containers[0].envFrom[0].configMapRef.name")
        .contains("DB_HOST of ConfigMap/shop must name a Service of namespace")
        .containsPattern("\"related\": \\[\\s+\\{\\s+\"kind\": \"ConfigMap\"");
    assertThat(Run.of("check", "--complete", workload).out()).doesNotContain("orders-db");
  }

  @ParameterizedTest
  @CsvSource({
    "p1-selector-mismatch, human, txt",
    "p1-selector-mismatch, json, json",
    "p2-target-port-number, human, txt",
    "p2-target-port-number, json, json",
    "bp1-named-ports, human, txt",
    "bp1-named-ports, json, json",
    "healthy, human, txt",
    "healthy, json, json",
  })
  void writesWhatItAlwaysWrote(String example, String format, String extension) throws IOException {
    var path = Path.of("..", "examples", example.equals("healthy") ? example : example + ".yaml");
    var run = Run.of("check", "--format", format, path.toString());
    var golden = GOLDEN.resolve(example + "." + extension);
    if (Boolean.getBoolean("fairlead.golden.write")) {
      Files.writeString(golden, run.out());
    }
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(Files.readString(golden));
  }

  @Test
  void endsWithZeroWithoutErrors() throws IOException {
    var run = Run.of("check", file("good.yaml", GOOD));
    assertThat(run)
        .isEqualTo(new Run(0, "2 objects judged (1 Service, 1 workload): no findings\n", ""));
  }

  @Test
  void endsWithOneForErrors() throws IOException {
    assertThat(Run.of("check", file("bad.yaml", BAD)).exitCode()).isEqualTo(1);
  }

  @Test
  void endsWithOneForWarningsOnlyWhenStrict() throws IOException {
    var warned = file("warned.yaml", GOOD.replaceFirst("readinessProbe.*", ""));
    assertThat(Run.of("check", warned).exitCode()).isZero();
    assertThat(Run.of("check", "--strict", warned).exitCode()).isEqualTo(1);
  }

  @Test
  void readsStandardInput() {
    var run = Run.withStdin(BAD, "check", "--format", "json", "-");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.finding())
        .containsEntry("file", "-")
        .containsEntry("line", 23)
        .containsEntry("column", 22);
  }

  @Test
  void readsDirectoriesWithoutHiddenOnes() throws IOException {
    file("all/a/deployment.yml", DEPLOYMENT);
    file(
        "all/b/service.json",
        "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"shop\"},\"spec\":{\"selector\":{\"app\":\"shop\"},\"ports\":[{\"port\":80,\"targetPort\":\"htp\"}]}}");
    file("all/.git/service.yaml", SERVICE);
    file("all/notes.txt", "not: [yaml");
    var run = Run.of("check", "--format", "json", folder.resolve("all").toString());
    assertThat(run.summary()).containsEntry("objects", 2).containsEntry("unreadable", 0);
    assertThat((String) run.finding().get("file")).endsWith("all/b/service.json");
  }

  @Test
  void judgesFilesTogetherUnlessEachIsABundle() throws IOException {
    var deployment = file("deployment.yaml", DEPLOYMENT);
    var service = file("service.yaml", SERVICE.replace("targetPort: http", "targetPort: htp"));
    assertThat(Run.of("check", deployment, service).exitCode()).isEqualTo(1);
    var each = Run.of("check", "--each", "--format", "json", deployment, service);
    assertThat(each.exitCode()).isZero();
    assertThat(each.findings()).isEmpty();
    assertThat(each.summary())
        .containsEntry("objects", 2)
        .containsEntry("services", 1)
        .containsEntry("workloads", 1);
  }

  @Test
  void sumsTheSummariesOfAllBundles() throws IOException {
    var run =
        Run.of("check", "--each", "--format", "json", file("b.yaml", BAD), file("a.yaml", BAD));
    assertThat(run.summary())
        .isEqualTo(
            Map.of(
                "objects",
                4,
                "services",
                2,
                "workloads",
                2,
                "unreadable",
                0,
                "errors",
                2,
                "warnings",
                0,
                "infos",
                0));
    assertThat(
            run.findings().stream()
                .map(f -> Path.of((String) f.get("file")).getFileName().toString()))
        .containsExactly("a.yaml", "b.yaml");
  }

  @Test
  void takesTheNamespaceOfObjectsThatNameNone() throws IOException {
    var elsewhere =
        GOOD.replace(
            "  name: shop\n  annotations", "  name: shop\n  namespace: prod\n  annotations");
    var file =
        file("shop.yaml", elsewhere.replace("{app: shop}\n  ports", "{app: shopp}\n  ports"));
    assertThat(Run.of("check", "-n", "prod", "--format", "json", file).finding())
        .containsEntry("check", "selector-unmatched")
        .containsEntry(
            "object",
            Map.of("apiVersion", "v1", "kind", "Service", "namespace", "prod", "name", "shop"));
  }

  @Test
  void aBrokenDocumentHidesNothing() throws IOException {
    var run =
        Run.of(
            "check",
            "--format",
            "json",
            file("bad.yaml", BAD + "---\nmetadata: {name: [}\n---\n{{ template }}\n"));
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(
            run.findings().stream()
                .map(f -> f.get("check") + " " + f.get("certainty") + " " + f.get("line")))
        .containsExactly(
            "target-port-unresolved likely 23",
            "unreadable-manifest likely 25",
            "unreadable-manifest likely 27");
    assertThat(run.findings().getLast())
        .containsEntry("severity", "warning")
        .containsEntry("object", Map.of("apiVersion", "", "kind", "", "namespace", "", "name", ""))
        .containsEntry("field", "");
    assertThat((String) run.findings().getLast().get("message"))
        .contains("a template must be rendered first");
    assertThat(run.summary())
        .containsEntry("unreadable", 2)
        .containsEntry("warnings", 3)
        .containsEntry("objects", 2);
  }

  @Test
  void aBrokenDocumentOfAnotherNamespaceTakesNoProofAway() throws IOException {
    var broken = "---\nkind: Deployment\nmetadata:\n  name: x\n  namespace: other\nspec: [}\n";
    var run = Run.of("check", "--format", "json", file("bad.yaml", BAD + broken));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.summary()).containsEntry("errors", 1).containsEntry("unreadable", 1);
  }

  @Test
  void anObjectThatDoesNotDecodeIsLeftOut() throws IOException {
    var run =
        Run.of(
            "check",
            "--format",
            "json",
            file(
                "bad.yaml",
                GOOD.replace("{labels: {app: shop}}", "{labels: {app: shop, version: 1.10}}")));
    assertThat(run.exitCode()).isZero();
    assertThat(run.finding())
        .containsEntry("check", "unreadable-manifest")
        .containsEntry("field", "spec.template.metadata.labels[version]")
        .containsEntry("line", 8)
        .containsEntry("column", 36);
    assertThat((String) run.finding().get("message"))
        .isEqualTo(
            "[unreadable-manifest] Deployment/shop spec.template.metadata.labels[version]: Invalid"
                + " value: 1.1: must be a string, in quotes: \"1.1\"");
    assertThat(run.summary())
        .containsEntry("objects", 1)
        .containsEntry("workloads", 0)
        .containsEntry("unreadable", 1);
  }

  @Test
  void anObjectThatBreaksARuleOfTheServerIsJudgedOn() throws IOException {
    var run =
        Run.of(
            "check",
            "--format",
            "json",
            file("bad.yaml", BAD.replace("port: 80,", "port: 80000,")));
    assertThat(run.findings().stream().map(f -> (String) f.get("check")))
        .containsExactly("unreadable-manifest", "target-port-unresolved");
    assertThat(run.summary())
        .containsEntry("objects", 2)
        .containsEntry("unreadable", 1)
        .containsEntry("errors", 1);
  }

  @Test
  void fileThatIsNoTextIsAFindingBesideOthers() throws IOException {
    file("all/good.yaml", GOOD);
    Files.write(folder.resolve("all/image.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    var run = Run.of("check", "--format", "json", folder.resolve("all").toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.finding())
        .containsEntry("message", "[unreadable-manifest] the file is not UTF-8 text")
        .containsEntry("line", 1)
        .containsEntry("column", 1);
  }

  @Test
  void anAllowedFindingIsCountedInsteadOfShown() throws IOException {
    var allowed =
        BAD.replace(
            "annotations: {}",
            "annotations: {allow.fairlead.dev/target-port-unresolved: the port comes with v2}");
    var human = Run.of("check", file("allowed.yaml", allowed));
    assertThat(human)
        .isEqualTo(
            new Run(
                0,
                "2 objects judged (1 Service, 1 workload): no findings; 1 allowed by annotation\n",
                ""));
    var json = Run.of("check", "--format", "json", file("allowed.yaml", allowed));
    assertThat(json.findings()).isEmpty();
    assertThat(json.summary()).containsEntry("errors", 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          target-port-unresolved | \"\" | Invalid value: \"\": must give the reason
          target-port-unresolvd | soon | Invalid value: \"soon\": the key must end in the id of a check, such as target-port-unresolved,
          """)
  void anAnnotationThatAllowsNothingIsNoted(String id, String reason, String why)
      throws IOException {
    var key = "allow.fairlead.dev/" + id;
    var annotation = "annotations: {%s: %s}".formatted(key, reason);
    var file = file("bad.yaml", BAD.replace("annotations: {}", annotation));
    for (var format : List.of("human", "json")) {
      var run = Run.of("check", "--format", format, file);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("fairlead: %s:20:17: Service/shop %s: %s".formatted(file, key, why))
          .hasLineCount(1);
    }
  }

  @Test
  void aLevelThatDoesNotExistIsNoted() throws IOException {
    var namespace =
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: default
          labels:
            fairlead.dev/level: stric
        ---
        """;
    var file = file("good.yaml", namespace + GOOD);
    assertThat(Run.of("check", file).err())
        .startsWith("fairlead: %s:6:5: Namespace/default fairlead.dev/level: ".formatted(file));
  }

  @Test
  void aFindingOfAnObjectWithoutANameStandsAtThatObject() throws IOException {
    var service = SERVICE.replace("name: shop", "generateName: shop-");
    var run =
        Run.of(
            "check",
            "--format",
            "json",
            file(
                "two.yaml",
                DEPLOYMENT
                    + "---\n"
                    + service.replace("targetPort: http", "targetPort: one")
                    + "---\n"
                    + service.replace("targetPort: http", "targetPort: two")));
    assertThat(run.findings().stream().map(f -> f.get("line"))).containsExactly(23, 32);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check                                | Missing required parameter: 'PATH'
          check --cluster --since HEAD x       | --cluster and --since exclude each other
          check --cluster --each x             | --cluster and --each exclude each other
          check --cluster --complete           | --cluster and --complete exclude each other
          check -A x                           | --all-namespaces needs --cluster: without it no cluster is read
          check --kubeconfig y x               | --kubeconfig needs --cluster: without it no cluster is read
          check --render maybe x               | Invalid value for option '--render': 'maybe': must be one of auto, never
          check --strickt x                    | Unknown option: '--strickt'
          check --format xml x                 | Invalid value for option '--format' (FORMAT[=FILE]): 'xml': must be one of human, json, sarif, junit, github, gitlab
          check --namespace Prod x             | Invalid value for option '--namespace': 'Prod': must be lower case letters, digits and hyphens
          check --only x,y x                   | Invalid value for option '--only' (CHECK): 'x': must be one of ambiguous-port-name, backend-is-job,
          check --only port-unnamed --skip port-unnamed x | Invalid value for option '--skip': no check is left to judge by
          check - -                            | Standard input (-) can be read only once
          check no/such/file.yaml              | no/such/file.yaml does not exist
          chek x                               | Unmatched arguments from index 0: 'chek', 'x'
          """)
  void wrongUseIsSaidInOneLine(String command, String message) {
    var run = Run.of(command.split(" +", -1));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("fairlead: " + message).doesNotContain("\tat ", "Exception");
  }

  @Test
  void suggestsWhatWasMeant() {
    assertThat(Run.of("check", "--strickt", "x").err()).contains("Possible solutions: --strict");
    assertThat(Run.of("chek", "x").err()).contains("Did you mean: fairlead check?");
  }

  @Test
  void anAbsentPathStopsEverything() throws IOException {
    var run = Run.of("check", "--format", "json", file("good.yaml", GOOD), "nothing-here");
    assertThat(run)
        .isEqualTo(new Run(2, "", "fairlead: nothing-here does not exist%n".formatted()));
  }

  @Test
  void aDirectoryWithoutManifestsIsWrongUse() throws IOException {
    file("docs/README.md", "# Nothing");
    var docs = folder.resolve("docs").toString();
    assertThat(Run.of("check", docs))
        .isEqualTo(
            new Run(2, "", "fairlead: %s holds no .yaml, .yml, .json file%n".formatted(docs)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# only a comment\n",
        "---\n---\n",
        "just words\n",
        "a: [b",
        "[1, 2]\n",
        "{{ .Values.x }}: y\n",
        "kind: Service\n",
        "\t\n",
        "\u0000\u0001"
      })
  void nothingReadableAtAllEndsWithTwo(String text) throws IOException {
    var file = file("notes.yaml", text);
    for (var args : List.of(List.of("check", file), List.of("check", "--each", file))) {
      var run = Run.of(args);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .startsWith("fairlead: no Kubernetes object could be read from " + file + ": ")
          .hasLineCount(1);
    }
  }

  @Test
  void jsonIsWrittenEvenWhenNothingWasReadable() throws IOException {
    var run = Run.of("check", "--format", "json", file("notes.yaml", "just words\n"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.finding()).containsEntry("check", "unreadable-manifest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PORTS # fairlead: allow target-port-unresolved comes with v2",
        "# fairlead: allow target-port-unresolved comes with v2;  PORTS",
        "# fairlead: allow target-port-unresolved comes with v2;  # and more;  PORTS",
      })
  void aCommentBesideTheFieldAllowsAFinding(String ports) throws IOException {
    var written = "ports: [{port: 80, targetPort: htp}]";
    var beside = ports.replace(";", "\n").replace("PORTS", written);
    var path = file("allowed.yaml", BAD.replace(written, beside));
    assertThat(Run.of("check", path))
        .isEqualTo(
            new Run(
                0,
                "2 objects judged (1 Service, 1 workload): no findings; 1 allowed by comment\n",
                ""));
    assertThat(Run.of("check", "--format", "junit", path).out())
        .contains("<skipped message=\"allowed: comes with v2\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          target-port-unresolvd soon | must be the id of a check, as in # fairlead: allow selector-unmatched REASON
          target-port-unresolved     | must give the reason, as in # fairlead: allow target-port-unresolved REASON
          selector-unmatched soon    | allows nothing: there is no finding of selector-unmatched at this line or the next
          """)
  void aCommentThatAllowsNothingIsNoted(String what, String words) throws IOException {
    var path =
        file("bad.yaml", BAD.replace("\n  ports:", "\n  # fairlead: allow " + what + "\n  ports:"));
    var run = Run.of("check", path);
    assertThat(run.exitCode()).isOne();
    assertThat(run.err())
        .startsWith("fairlead: %s:23:3: the comment ".formatted(path))
        .contains(words)
        .hasLineCount(1);
  }

  @Test
  void onlyTheChecksThatAreAskedForCount() throws IOException {
    var more = "{name: a, port: 80, targetPort: htp}, {name: b, port: 81, targetPort: 8080}";
    var path = file("bad.yaml", BAD.replace("{port: 80, targetPort: htp}", more));
    assertThat(checksOf("--only", "target-port-unresolved", path))
        .containsExactly("target-port-unresolved");
    assertThat(checksOf("--skip", "target-port-unresolved", path))
        .isNotEmpty()
        .doesNotContain("target-port-unresolved");
    assertThat(checksOf("--only", "selector-unmatched,port-unnamed", path))
        .containsExactly("port-unnamed");
    assertThat(Run.of("check", "--skip", "target-port-unresolved", path).exitCode()).isZero();
  }

  private static List<Object> checksOf(String option, String checks, String path) {
    return Run.of("check", "--format", "json", option, checks, path).findings().stream()
        .map(finding -> finding.get("check"))
        .toList();
  }

  @Test
  void coloursAreAskedForOrRefused() throws IOException {
    var path = file("bad.yaml", BAD);
    assertThat(Run.of("check", "--color", "always", path).out()).contains("\u001b[");
    assertThat(Run.of(Ansi.ON, "check", "--color=never", path).out()).doesNotContain("\u001b");
    assertThat(Run.of("check", "--color", "pink", path).err())
        .startsWith(
            "fairlead: Invalid value for option '--color': 'pink': must be one of auto,"
                + " always, never");
  }

  @Test
  void coloursAreForTerminals() throws IOException {
    var file = file("bad.yaml", BAD);
    assertThat(Run.of(Ansi.ON, "check", file).out())
        .contains("\u001b[31m\u001b[1merror[target-port-unresolved]");
    assertThat(Run.of(Ansi.OFF, "check", file).out()).doesNotContain("\u001b");
  }

  @Test
  void aManifestCannotSmuggleControlCharactersToTheTerminal() throws IOException {
    var run =
        Run.of(
            "check", file("bad.yaml", BAD.replace("targetPort: htp", "targetPort: \"\\e[31m\"")));
    assertThat(run.out()).doesNotContain("\u001b");
  }

  @Test
  void helpAndVersionAreFriendly() {
    assertThat(Run.of("--help").out())
        .contains("check")
        .contains("Keeps every Kubernetes Service connected");
    assertThat(Run.of("check", "--help").exitCode()).isZero();
    assertThat(Run.of("--version").out()).startsWith("fairlead ");
  }

  @Test
  void withoutACommandItShowsWhatThereIs() {
    var run = Run.of();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("fairlead: Missing required subcommand").contains("check");
  }

  @Test
  void aFolderWithAKustomizationIsWhatThatLists() throws IOException {
    file("base/app.yaml", BAD);
    file("base/not-listed.yaml", "kind: [");
    file("base/kustomization.yaml", "resources: [app.yaml, https://example.com/remote.yaml]");
    file(
        "overlay/kustomization.yml",
        "kind: Kustomization\nresources: [../base]\npatches: [{path: patch.yaml}]");
    file(
        "overlay/patch.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {replicas: 2}");

    var run = Run.of("check", "--format", "json", folder.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("\"unreadable\": 0", "\"objects\": 2", "target-port-unresolved");
  }

  @Test
  void anEntryThatIsNotThereIsNamed() throws IOException {
    file("kustomization.yaml", "resources: [app.yaml, gone.yaml]");
    file("app.yaml", GOOD);

    var run = Run.of("check", "--render=never", folder.toString());

    assertThat(run.out() + run.err())
        .contains("gone.yaml", "is listed in kustomization.yaml and does not exist");
  }

  @Test
  void filesOfSomethingElseNeitherCountNorSoften() throws IOException {
    file("all/app.yaml", BAD);
    file("all/package.json", "{\"name\": \"shop\", \"dependencies\": {}}");
    file("all/values.yaml", "replicas: 2");
    file("all/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0");

    var run = Run.of("check", "--format", "json", folder.resolve("all").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("\"unreadable\": 0", "\"severity\": \"error\"");
  }

  @Test
  void ofASingleFolderEachEntryIsABundle(@TempDir Path folder) throws IOException {
    var service =
        "apiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec: {ports: [{port: 80}]}\n";
    Files.writeString(folder.resolve("one.yaml"), service);
    Files.writeString(Files.createDirectory(folder.resolve("two")).resolve("a.yaml"), service);
    Files.writeString(Files.createDirectory(folder.resolve("docs")).resolve("a.md"), "none");

    var together = Run.of("check", folder.toString());
    var each = Run.of("check", "--each", folder.toString());

    assertThat(together.err())
        .isEqualTo(
            "fairlead: Service/shop of namespace default stands in %1$s/one.yaml:3:12 and in %1$s/two/a.yaml:3:12: only the latter counts; judge alternatives with --each\n"
                .formatted(folder));
    assertThat(together.out()).startsWith("2 objects judged (2 Services");
    assertThat(each.err()).isEmpty();
    assertThat(each.out()).startsWith("2 objects judged (2 Services");
  }

  @Test
  void patternsAreFollowedWhereTheShellDoesNot(@TempDir Path folder) throws IOException {
    var service =
        "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\nspec: {ports: [{port: 80}]}\n";
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("one.yaml"), service.formatted("one"));
    Files.writeString(folder.resolve("a/two.yaml"), service.formatted("two"));
    Files.writeString(folder.resolve("a/b/three.yml"), service.formatted("three"));

    assertThat(Run.of("check", folder + "/**/*.yaml").out()).startsWith("2 objects judged");
    assertThat(Run.of("check", folder + "/**/*.{yaml,yml}").out()).startsWith("3 objects judged");
    assertThat(Run.of("check", folder + "/*/t*.yaml").out()).startsWith("1 object judged");
    assertThat(Run.of("check", folder + "/*.json").err())
        .isEqualTo("fairlead: %s/*.json matches no file\n".formatted(folder));
    assertThat(Run.of("check", folder + "/[").err())
        .startsWith("fairlead: %s/[ is no pattern that can be followed: ".formatted(folder));
    assertThat(Run.of("check", folder + "/none/*.yaml").err()).endsWith(" matches no file\n");
  }
}
