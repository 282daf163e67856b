package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.fairlead.policies.checks.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `.fairlead.yaml`, `--config` and `--level`.
final class CheckConfigTest {
  private static final String HEAD = "apiVersion: fairlead.dev/v1\nkind: CheckConfig\n";

  private static final String BAD =
      Shop.DEPLOYMENT
          + """
          apiVersion: v1
          kind: Service
          metadata: {name: shop}
          spec:
            selector: {app: shop}
            ports:
              - {name: a, port: 80, targetPort: htpp}
          """;

  /// Everything that can be said.
  private static final String ALL =
      """
      paths: [deploy, charts/rendered]
      namespace: shop
      complete: true
      level: guard
      namespaces:
        sandbox: {level: warn}
        playground: {level: "off"}
      checks:
        readiness-probe-missing: "off"
        broad-selector: warn
        selector-unmatched: deny
      podlessKinds: [example.com/Widget, example.org]
      """;

  @TempDir private Path folder;

  @BeforeEach
  void makeRepository() throws IOException {
    Files.createDirectories(folder.resolve("repository/.git"));
    Files.createDirectories(folder.resolve("repository/deploy/shop"));
    write("deploy/shop/bad.yaml", BAD);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve("repository").resolve(name), text);
  }

  private Run check(String... options) {
    var arguments = new ArrayList<>(List.of("check"));
    arguments.addAll(List.of(options));
    arguments.add(folder.resolve("repository/deploy/shop").toString());
    return Run.of(arguments);
  }

  private Run checkWith(String config) throws IOException {
    write(".fairlead.yaml", HEAD + config);
    return check("--format=json");
  }

  @Test
  void theNearestFileAboveCounts() throws IOException {
    write(".fairlead.yaml", HEAD + "namespace: outer\n");
    write("deploy/.fairlead.yaml", HEAD + "namespace: inner\n");

    assertThat(check().out()).contains("in namespace inner;");
  }

  @Test
  void nothingAboveTheRepositoryCounts() throws IOException {
    Files.writeString(folder.resolve(".fairlead.yaml"), HEAD + "namespace: outside\n");

    assertThat(check().out()).contains("in namespace default;");
  }

  @Test
  void theCommandLineGoesFirst() throws IOException {
    write(".fairlead.yaml", HEAD + "namespace: written\nlevel: warn\n");
    var other = write("other.yaml", HEAD + "namespace: other\n");

    assertThat(check("--namespace=given", "--level=guard").out())
        .contains("error[", "in namespace given;");
    assertThat(check("--config=" + other).out()).contains("error[", "in namespace other;");
  }

  @Test
  void pathsAreRelativeToTheFile() throws IOException {
    var config = write("config.yaml", HEAD + "paths: [deploy]\nbaseline: old.yaml\n");
    var baseline = folder.resolve("repository/old.yaml");
    var rewritten = List.of("check", "--config=" + config, "--write-baseline=" + baseline);
    assertThat(Run.of(rewritten)).isEqualTo(new Run(0, "", ""));
    var reasoned = Files.readString(baseline).replaceAll("reason: .*", "reason: \"it waits\"");
    Files.writeString(baseline, reasoned);

    var run = Run.of("check", "--config=" + config);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).endsWith("1 in the baseline\n");
    assertThat(Run.of(rewritten)).isEqualTo(new Run(0, "", ""));
    assertThat(baseline).hasContent(reasoned);
  }

  @Test
  void aRunWithoutPathsSaysWhereTheyGo() throws IOException {
    var run = Run.of("check", "--config=" + write("config.yaml", HEAD));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "fairlead: Missing required parameter: 'PATH': name a file, a directory or -, or write"
                + " paths into .fairlead.yaml");
  }

  @Test
  void atWarnNothingIsAnError() throws IOException {
    var run = checkWith("level: warn\n");

    assertThat(run.exitCode()).isZero();
    assertThat(run.finding())
        .containsEntry("severity", "warning")
        .containsEntry("certainty", "proven");
    assertThat(check("--level=warn", "--strict").exitCode()).isEqualTo(1);
  }

  @Test
  void aNamespaceThatIsOffIsLeftOutAndNamed() throws IOException {
    for (var off : new String[] {"off", "\"off\""}) {
      var run = checkWith("namespaces: {default: {level: %s}}\n".formatted(off));

      assertThat(run.exitCode()).isZero();
      assertThat(run.findings()).isEmpty();
      assertThat(run.err())
          .isEqualTo("fairlead: namespace default: its level is off, so nothing in it is judged\n");
    }
  }

  @Test
  void aNamespaceAmongTheFilesSaysHowStrictItIs() throws IOException {
    write("deploy/shop/namespace.yaml", namespace("labels: {fairlead.dev/level: warn}"));
    assertThat(check().out()).contains("warning[target-port-unresolved]");
    assertThat(check("--level=guard").exitCode()).isEqualTo(1);
    var config = write(".fairlead.yaml", HEAD + "namespaces: {default: {level: guard}}\n");
    assertThat(check().exitCode()).isEqualTo(1);
    Files.delete(config);

    write("deploy/shop/namespace.yaml", namespace("labels: {fairlead.dev/level: \"off\"}"));
    assertThat(check().err())
        .isEqualTo("fairlead: namespace default: its level is off, so nothing in it is judged\n");
    assertThat(check().out()).contains("no findings");

    var one = "check.fairlead.dev/target-port-unresolved";
    write("deploy/shop/namespace.yaml", namespace("annotations: {%s: warn}".formatted(one)));
    assertThat(check().out()).contains("warning[target-port-unresolved]");
    write("deploy/shop/namespace.yaml", namespace("annotations: {%s: \"off\"}".formatted(one)));
    assertThat(check().out()).doesNotContain("target-port-unresolved");
    write(
        "deploy/shop/namespace.yaml",
        namespace("labels: {fairlead.dev/level: warn}, annotations: {%s: deny}".formatted(one)));
    assertThat(check().out()).contains("error[target-port-unresolved]");
  }

  private static String namespace(String metadata) {
    return "apiVersion: v1\nkind: Namespace\nmetadata: {name: default, %s}\n".formatted(metadata);
  }

  @Test
  void oneCheckCanWarnOrBeOff() throws IOException {
    assertThat(checkWith("checks: {target-port-unresolved: warn}\n").finding())
        .containsEntry("severity", "warning");
    assertThat(checkWith("checks: {target-port-unresolved: off}\n").findings()).isEmpty();
    assertThat(checkWith("checks: {target-port-unresolved: deny}\n").finding())
        .containsEntry("severity", "error");
  }

  @Test
  void aKindThatMakesNoPodsLeavesAbsenceProven() throws IOException {
    write(
        "deploy/shop/more.yaml",
        """
        apiVersion: example.com/v1
        kind: Widget
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: alone}
        spec: {selector: {app: shopp}, ports: [{port: 80, targetPort: 8080}]}
        """);

    assertThat(checkWith("checks: {target-port-unresolved: off}\n").findings())
        .extracting(finding -> finding.get("certainty"))
        .doesNotContain("proven");
    assertThat(
            checkWith(
                    """
                    complete: true
                    podlessKinds: [example.com/Widget]
                    checks: {target-port-unresolved: off}
                    """)
                .findings())
        .extracting(finding -> finding.get("certainty"))
        .contains("proven");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "levle: warn | 3:1: unknown field 'levle': must be one of apiVersion, kind, paths,"
            + " namespace, complete, level, namespaces, checks, podlessKinds, baseline; did you"
            + " mean level?",
        "level: loud | 3:1: level: 'loud': must be one of strict, guard, warn, off",
        "level: [warn] | 3:1: level: must be text",
        "paths: deploy | 3:1: paths: must be a list",
        "paths: [1] | 3:9: paths: an entry must be text",
        "complete: maybe | 3:1: complete: 'maybe': must be true or false",
        "namespace: Shop | 3:1: namespace: 'Shop': must be a name of a namespace: lower case"
            + " letters, digits and -",
        "namespaces: [a] | 3:1: namespaces: must be a mapping",
        "'namespaces: {a: {levels: warn}}' | 3:18: unknown field 'levels': must be one of level;"
            + " did you mean level?",
        "'namespaces: {a: warn}' | 3:14: a: must be a mapping",
        "podlessKinds: [Widget] | 3:1: podlessKinds: 'Widget': must be an API group or a kind of"
            + " one, such as example.com or example.com/Widget",
      })
  void aMistakeIsNamedWithItsPlace(String config, String message) throws IOException {
    var run = checkWith(config + "\n");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo("fairlead: %s/repository/.fairlead.yaml:%s\n".formatted(folder, message));
  }

  @Test
  void aCheckThatDoesNotExistIsNamedWithTheNearest() throws IOException {
    assertThat(checkWith("checks: {target-port-unresolve: off}\n").err())
        .contains(".fairlead.yaml:3:10: target-port-unresolve: must be one of ")
        .endsWith("; did you mean target-port-unresolved?\n");
  }

  @Test
  void theSchemaForEditorsKnowsWhatWeKnow() throws IOException {
    var text = Files.readString(Path.of("../docs/fairlead-config.schema.json"));
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text, InputFormat.JSON);

    Checks.ids().forEach(id -> assertThat(text).contains("\"%s\"".formatted(id)));
    assertThat(schema.validate(HEAD + ALL, InputFormat.YAML)).isEmpty();
    assertThat(checkWith(ALL).err()).isEmpty();
    for (var wrong :
        new String[] {"levle: warn", "level: loud", "checks: {nothing: deny}", "paths: deploy"}) {
      assertThat(schema.validate(HEAD + wrong + "\n", InputFormat.YAML)).as(wrong).isNotEmpty();
    }
  }
}
