package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.fairlead.cli.check.Bundle;
import dev.fairlead.cli.check.CheckSettings;
import dev.fairlead.cli.report.GithubReport;
import dev.fairlead.policies.view.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The formats of `check` that other programs read.
final class FormatsTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

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

  private static final String GOOD = Shop.DEPLOYMENT + SERVICE;
  private static final String BAD = GOOD.replace("targetPort: http", "targetPort: htp");

  /// A repository.
  @TempDir private Path folder;

  @BeforeEach
  void makeTheRepository() throws IOException {
    Files.createDirectory(folder.resolve(".git"));
  }

  private String file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private static Run check(String format, String... more) {
    var args = new ArrayList<>(List.of("check", "--format", format));
    args.addAll(List.of(more));
    return Run.of(args);
  }

  private static JsonNode sarif(Run run) {
    return JSON.readTree(run.out()).at("/runs/0");
  }

  private static List<JsonNode> results(Run run) {
    return sarif(run).path("results").valueStream().toList();
  }

  private static Document xml(String text) throws Exception {
    var factory = DocumentBuilderFactory.newDefaultNSInstance();
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
  }

  private static List<Element> elements(Document document, String name) {
    var nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static Schema sarifSchema() throws IOException {
    try (var schema = resource("/sarif/sarif-schema-2.1.0.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
          .getSchema(schema, InputFormat.JSON);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(FormatsTest.class.getResourceAsStream(name));
  }

  private static void assertIsSarif(Run run) throws IOException {
    assertThat(sarifSchema().validate(run.out(), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "p1-selector-mismatch, sarif, sarif",
    "p1-selector-mismatch, junit, xml",
    "p1-selector-mismatch, github, github.txt",
    "p1-selector-mismatch, gitlab, gitlab.json",
    "p2-target-port-number, sarif, sarif",
    "p2-target-port-number, junit, xml",
    "p2-target-port-number, github, github.txt",
    "p2-target-port-number, gitlab, gitlab.json",
    "bp1-named-ports, sarif, sarif",
    "bp1-named-ports, junit, xml",
    "bp1-named-ports, github, github.txt",
    "bp1-named-ports, gitlab, gitlab.json",
    "healthy, sarif, sarif",
    "healthy, junit, xml",
    "healthy, github, github.txt",
    "healthy, gitlab, gitlab.json",
  })
  void writesWhatItAlwaysWrote(String example, String format, String extension) throws IOException {
    copy(EXAMPLES.resolve(example.equals("healthy") ? example : example + ".yaml"));

    var run = check(format, folder.toString());

    var text = format.equals("sarif") ? withoutRules(run) : run.out();
    var golden = GOLDEN.resolve(example + "." + extension);
    if (Boolean.getBoolean("fairlead.golden.write")) {
      Files.writeString(golden, text);
    }
    assertThat(run.err()).isEmpty();
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  private void copy(Path example) throws IOException {
    try (var files = Files.walk(example)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  /// The rules hold the pages of all checks.
  private static String withoutRules(Run run) {
    var document = (ObjectNode) JSON.readTree(run.out());
    ((ObjectNode) document.at("/runs/0")).remove("tool");
    return JSON.writeValueAsString(document).replace("\r\n", "\n") + "\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"human", "json", "sarif", "junit", "github", "gitlab"})
  void theExitCodeIsThatOfEveryOtherFormat(String format) throws IOException {
    var warned = BAD.replace("selector: {app: shop}", "selector: {app: shap}");
    assertThat(check(format, file("good.yaml", GOOD)).exitCode()).isZero();
    assertThat(check(format, file("bad.yaml", BAD)).exitCode()).isOne();
    var warning = file("warned.yaml", warned);
    assertThat(check(format, warning).exitCode()).isEqualTo(check("json", warning).exitCode());
    assertThat(check(format, file("none.yaml", "# nothing\n")).exitCode()).isEqualTo(2);
  }

  @Test
  void everyExampleIsValidSarif() throws IOException {
    var schema = sarifSchema();
    try (var files = Files.walk(EXAMPLES)) {
      for (var example : files.filter(name -> name.toString().endsWith(".yaml")).toList()) {
        var run = check("sarif", example.toString());
        assertThat(schema.validate(run.out(), InputFormat.JSON)).as("%s", example).isEmpty();
      }
    }
  }

  @Test
  void theSchemaRefusesWhatIsNoSarif() throws IOException {
    var wrong = check("sarif", file("bad.yaml", BAD)).out().replace("\"ruleId\"", "\"rule\"");

    assertThat(sarifSchema().validate(wrong, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void aCleanRunHasResultsThatAreEmpty() throws IOException {
    var run = check("sarif", file("good.yaml", GOOD));

    assertIsSarif(run);
    assertThat(sarif(run).path("results").isArray()).isTrue();
    assertThat(results(run)).isEmpty();
    assertThat(sarif(run).at("/invocations/0/executionSuccessful").asBoolean()).isTrue();
  }

  @Test
  void whatCannotBeReadIsAResultToo() throws IOException {
    var run = check("sarif", file("bad.yaml", BAD + "---\n{not: [closed\n"));

    assertIsSarif(run);
    assertThat(results(run))
        .extracting(result -> result.path("ruleId").asString())
        .containsExactlyInAnyOrder("target-port-unresolved", "unreadable-manifest");
  }

  @Test
  void aRunThatReadNothingSaysThatItFailed() throws IOException {
    var run = check("sarif", file("none.yaml", "# nothing\n"));

    assertIsSarif(run);
    assertThat(sarif(run).at("/invocations/0/executionSuccessful").asBoolean()).isFalse();
  }

  @Test
  void standardInputHasAName() throws IOException {
    var run = Run.withStdin(BAD, "check", "--format", "sarif", "-");

    assertIsSarif(run);
    assertThat(results(run).getFirst().findValue("uri").asString()).isEqualTo("stdin");
  }

  @Test
  void everyRuleSaysWhatGitHubShows() throws IOException {
    var rules = sarif(check("sarif", file("good.yaml", GOOD))).at("/tool/driver/rules");

    assertThat(rules.valueStream().toList())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            rule -> {
              assertThat(rule.at("/shortDescription/text").asString()).isNotBlank();
              assertThat(rule.at("/fullDescription/text").asString()).isNotBlank();
              assertThat(rule.at("/help/text").asString())
                  .startsWith("# " + rule.path("id").asString());
              assertThat(rule.at("/help/markdown").asString()).contains("\n## ");
              assertThat(rule.at("/properties/precision").asString())
                  .isIn("very-high", "high", "medium");
              assertThat(rule.at("/properties").path("problem.severity").asString())
                  .isIn("error", "warning");
            });
  }

  /// In block and flow style, in JSON, behind an anchor, through a merge key, with a comment
  /// behind.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ports: [{port: 80, targetPort: htp}]                                 | targetPort: htp
          ports: [{targetPort: htp, port: 80}]                                 | targetPort: htp
          ports: [{"port": 80, "targetPort": "htp"}]                           | "targetPort": "htp"
          ports:\\n  - port: 80\\n    targetPort: htp  # mistyped              | targetPort: htp
          ports:\\n  - port: 80\\n    targetPort:\\n      htp                  | targetPort
          ports:\\n  - port: 80\\n    targetPort: "h\\\\x74p"                  | targetPort: "h\\x74p"
          x: &p {port: 80, targetPort: htp}\\n  ports: [*p]                    | targetPort: htp
          x: &p {targetPort: htp}\\n  ports: [{<<: *p, port: 80}]              | targetPort: htp
          ports: [{port: 80, targetPort: htp, name: größe}]                    | targetPort: htp
          """)
  void theRegionIsTheFieldAndItsValue(String ports, String meant) throws IOException {
    var written = ports.replace("\\n", "\n").replace("\\\\", "\\");
    var service = SERVICE.replace("ports: [{port: 80, targetPort: http}]", written);
    var text = Shop.DEPLOYMENT + service;

    var result = results(check("sarif", file("bad.yaml", text))).getFirst();

    assertThat(region(text, result)).isEqualTo(meant.replace("\\\\", "\\"));
  }

  private static String region(String text, JsonNode result) {
    var region = result.at("/locations/0/physicalLocation/region");
    assertThat(region.path("endLine").asInt()).isEqualTo(region.path("startLine").asInt());
    var line = text.lines().toList().get(region.path("startLine").asInt() - 1);
    return line.substring(
        region.path("startColumn").asInt() - 1, region.path("endColumn").asInt() - 1);
  }

  @Test
  void theRegionIsTheSameWithWindowsLineEnds() throws IOException {
    var text = BAD.replace("\n", "\r\n");

    var result = results(check("sarif", file("bad.yaml", text))).getFirst();

    assertThat(region(text, result)).isEqualTo("targetPort: htp");
  }

  @Test
  void theRegionOfABlockScalarIsItsKey() throws IOException {
    var block =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: >-
            shop
        spec:
          selector:
            app: |-
              shop
          ports:
            - port: 80
              targetPort: |-
                htp
        """;
    var whole = Shop.DEPLOYMENT + block;

    var result = results(check("sarif", file("bad.yaml", whole))).getFirst();

    assertThat(region(whole, result)).isEqualTo("targetPort");
  }

  @Test
  void theRegionOfJsonIsTheFieldAndItsValue() throws IOException {
    var service =
        """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop"}, "spec": {
          "selector": {"app": "shop"},
          "ports": [{"port": 80, "targetPort": "htp"}]}}
        """;
    file("deployment.yaml", Shop.DEPLOYMENT);
    file("service.json", service);

    var result = results(check("sarif", folder.toString())).getFirst();

    assertThat(region(service, result)).isEqualTo("\"targetPort\": \"htp\"");
  }

  @Test
  void theOtherSideIsARelatedLocationThatTheMessageLinksTo() throws IOException {
    var result = results(check("sarif", file("bad.yaml", BAD))).getFirst();

    assertThat(result.at("/message/text").asString()).endsWith("Other side: [Deployment/shop](1)");
    assertThat(result.at("/relatedLocations/0/id").asInt()).isOne();
    assertThat(result.at("/relatedLocations/0/physicalLocation/region/startLine").asInt())
        .isEqualTo(12);
  }

  private static List<String> fingerprints(Run run) {
    return results(run).stream()
        .map(result -> result.at("/partialFingerprints/primaryLocationLineHash").asString())
        .toList();
  }

  @Test
  void aFingerprintStaysWhenLinesAboveMove() throws IOException {
    var two =
        BAD.replace(
            "{port: 80, targetPort: htp}",
            "{name: a, port: 80, targetPort: htp}, {name: b, port: 81, targetPort: htp}");
    var before = fingerprints(check("sarif", file("bad.yaml", two)));
    var after = fingerprints(check("sarif", file("bad.yaml", "# one\n# two\n\n" + two)));
    var gitlab = JSON.readTree(check("gitlab", file("bad.yaml", two)).out());

    assertThat(before).hasSize(2).doesNotHaveDuplicates().isEqualTo(after);
    assertThat(gitlab.findValuesAsString("fingerprint")).isEqualTo(before);
  }

  @Test
  void filesAreNamedFromTheRootOfTheRepositoryWithLinksResolved() throws IOException {
    file("deploy/über uns/b:ad.yaml", BAD);
    var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("deploy"));
    var path = link.resolve("über uns/b:ad.yaml").toString();

    assertThat(results(check("sarif", path)).getFirst().findValue("uri").asString())
        .isEqualTo("deploy/%C3%BCber%20uns/b%3Aad.yaml");
    assertThat(JSON.readTree(check("gitlab", path).out()).findValue("path").asString())
        .isEqualTo("deploy/über uns/b:ad.yaml");
    assertThat(check("github", path).out())
        .startsWith("::error file=deploy/über uns/b%3Aad.yaml,line=22,");
  }

  /// GitHub refuses a run with more.
  @Test
  void atMostTwentyFiveThousandResultsAreWrittenTheGravestFirst() throws IOException {
    var text = new StringBuilder();
    var warned = GOOD.replaceAll(" *readinessProbe.*\n", "") + "---\n";
    for (var i = 0; i < 25_010; i++) {
      text.append((i % 5_000 == 0 ? BAD + "---\n" : warned).replace("shop", "a" + i));
    }
    var run = check("sarif", file("many.yaml", text.toString()));

    assertThat(results(run)).hasSize(25_000);
    assertThat(
            results(run).stream().filter(result -> result.path("level").asString().equals("error")))
        .hasSize(6);
    assertThat(sarif(run).findValue("toolExecutionNotifications").findValue("text").asString())
        .matches("\\d+ of \\d+ findings are left out, the least grave: GitHub takes 25000");
  }

  @Test
  void aCaseIsWrittenForEachObjectAndCheck() throws Exception {
    var cases = elements(xml(check("junit", file("good.yaml", GOOD)).out()), "testcase");

    assertThat(cases)
        .extracting(element -> element.getAttribute("name"))
        .contains(
            "Service/shop in default: selector-unmatched",
            "Deployment/shop in default: readiness-probe-missing")
        .hasSizeGreaterThan(15);
    assertThat(cases).allMatch(element -> element.getAttribute("classname").equals("good.yaml"));
  }

  @Test
  void aCaseFailsForWhatMakesTheCommandFail() throws Exception {
    var text = GOOD.replaceAll(" *readinessProbe.*\n", "");
    var path = file("warned.yaml", text);

    var lenient = xml(check("junit", path).out());
    var strict = xml(check("junit", "--strict", path).out());

    assertThat(elements(lenient, "failure")).isEmpty();
    assertThat(elements(lenient, "system-out")).hasSize(1);
    assertThat(elements(strict, "failure")).hasSize(1);
    assertThat(strict.getDocumentElement().getAttribute("failures")).isEqualTo("1");
  }

  @Test
  void anAllowedFindingIsSkippedForItsReason() throws Exception {
    var allowed =
        BAD.replace(
            "annotations: {}",
            "annotations: {allow.fairlead.dev/target-port-unresolved: the port comes with v2}");
    var document = xml(check("junit", file("allowed.yaml", allowed)).out());

    assertThat(elements(document, "skipped"))
        .singleElement()
        .satisfies(
            skipped ->
                assertThat(skipped.getAttribute("message"))
                    .isEqualTo("allowed: the port comes with v2"));
    assertThat(elements(document, "failure")).isEmpty();
  }

  @Test
  void noTextOfAManifestBreaksTheXml() throws Exception {
    var odd = "\"a\\u0001\\uFFFE]]><b>&\\u202E\"";
    var text = BAD.replace("targetPort: htp", "targetPort: " + odd);

    var document = xml(check("junit", file("odd.yaml", text)).out());

    assertThat(elements(document, "testcase")).isNotEmpty();
  }

  @Test
  void annotationsAreTenOfAKindWithTheErrorsFirst() throws IOException {
    var text = new StringBuilder();
    var warned = GOOD.replaceAll(" *readinessProbe.*\n", "");
    for (var i = 0; i < 12; i++) {
      text.append(warned.replace("shop", "w" + i)).append("---\n");
      text.append(BAD.replace("shop", "e" + i)).append("---\n");
    }

    var run = check("github", file("many.yaml", text.toString()));

    assertThat(run.out().lines().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.generate(() -> "::error").limit(10),
                    Stream.generate(() -> "::warning").limit(10))
                .toList());
    assertThat(run.err()).startsWith("fairlead: 4 more findings have no annotation");
  }

  @Test
  void theSummaryOfAStepListsAllFindings() throws IOException {
    var text = new StringBuilder();
    IntStream.range(0, 12)
        .forEach(
            i -> text.append(BAD.replace("shop", "a" + i).replace("htp", "h|*t")).append("---\n"));
    var path = file("many.yaml", text.toString());
    var report =
        Bundle.read(List.of(path), new ByteArrayInputStream(new byte[0]))
            .judged(new CheckSettings("default", Scope.FILES));

    var summary = new GithubReport(report).summary();

    assertThat(summary.lines().filter(line -> line.startsWith("| error | many.yaml:"))).hasSize(12);
    assertThat(summary).contains("\"h\\|\\*t\"");
  }

  @Test
  void severalReportsAreWrittenAtOnce() throws IOException {
    var sarif = folder.resolve("out.sarif");
    var junit = Files.writeString(folder.resolve("junit.xml"), "what was there");

    var run =
        Run.of(
            "check",
            "--format",
            "sarif=" + sarif,
            "--format",
            "junit=" + junit,
            "--format=human",
            file("bad.yaml", BAD));

    assertThat(run.exitCode()).isOne();
    assertThat(run.out()).contains("2 objects judged").doesNotContain("\"findings\"", "<?xml");
    assertThat(Files.readString(sarif)).contains("\"ruleId\": \"target-port-unresolved\"");
    assertThat(Files.readString(junit)).startsWith("<?xml").endsWith("</testsuites>\n");
    try (var files = Files.list(folder)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder(".git", "bad.yaml", "junit.xml", "out.sarif");
    }
  }

  @Test
  void aReportThatCannotBeWrittenIsWrongUse() throws IOException {
    var path = file("bad.yaml", BAD);

    var noFolder = Run.of("check", "--format", "sarif=" + folder.resolve("no/x.sarif"), path);
    var aFolder = Run.of("check", "--format", "sarif=" + folder, "--format", "human", path);

    assertThat(noFolder)
        .isEqualTo(
            new Run(
                2,
                "",
                "fairlead: %s cannot be written: there is no folder %s%n"
                    .formatted(folder.resolve("no/x.sarif"), folder.resolve("no"))));
    assertThat(aFolder).isEqualTo(new Run(2, "", "fairlead: %s is a folder%n".formatted(folder)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --format xml                      | (FORMAT[=FILE]): 'xml': must be one of human, json, sarif, junit, github, gitlab
          --format sarif=                   | (FORMAT[=FILE]): 'sarif=': names no file: write sarif=FILE, or sarif for standard output
          --format json --format human      | (FORMAT[=FILE]): only one report can go to standard output; write FORMAT=FILE
          --format json=x --format sarif=x  | (FORMAT[=FILE]): only one report can go to x; write FORMAT=FILE
          """)
  void aFormatThatMakesNoSenseIsNamed(String options, String words) throws IOException {
    var args = new ArrayList<>(List.of(("check " + options).split(" +")));
    args.add(file("bad.yaml", BAD));

    var run = Run.of(args);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("fairlead: Invalid value for option '--format' " + words);
  }

  @Test
  void explainPrintsThePageOfACheck() throws IOException {
    assertThat(Run.of("explain", "selector-unmatched"))
        .isEqualTo(
            new Run(
                0, Files.readString(Path.of("..", "docs", "checks", "selector-unmatched.md")), ""));
    var unknown = Run.of("explain", "selektor");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err())
        .startsWith(
            "fairlead: Invalid value for positional parameter CHECK: 'selektor': must be one of"
                + " ambiguous-port-name, ");
  }
}
