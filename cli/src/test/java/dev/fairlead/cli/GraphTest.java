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
import org.yaml.snakeyaml.Yaml;

/// `fairlead graph` on files.
final class GraphTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  /// What may stand in quotes.
  private static final String MERMAID_TEXT = "\"([^\"<>&`\\p{Cntrl}]|<br/>)*\"";

  static final String MERMAID_LINE =
      "flowchart LR|  end|  subgraph ns\\d+\\[%1$s\\]|    n\\d+(\\[%1$s\\]|\\(\\[%1$s\\]\\))"
              .formatted(MERMAID_TEXT)
          + "|  n\\d+ (-->|-\\.-x)\\|%s\\| n\\d+|  classDef broken .*|  class n[n0-9,]* broken"
              .formatted(MERMAID_TEXT);

  private static final String DOT_TEXT = "\"([^\"\\\\\\p{Cntrl}]|\\\\\\\\|\\\\\"|\\\\n)*\"";

  private static final String DOT_LINE =
      "digraph fairlead \\{|  rankdir=LR;|  node \\[shape=box\\];|  subgraph cluster_\\d+ \\{|  }|}"
          + "|    label=%1$s;|    n\\d+ \\[label=%1$s[a-z=, ]*\\];".formatted(DOT_TEXT)
          + "|  n\\d+ -> n\\d+ \\[label=%s[a-z=, ]*\\];".formatted(DOT_TEXT);

  @TempDir private Path folder;

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("shop.yaml"), text).toString();
  }

  @ParameterizedTest
  @CsvSource({"mermaid, mmd", "dot, dot", "json, json"})
  void theExamplesAreDrawn(String format, String extension) throws IOException {
    var run =
        Run.of(
            "graph",
            "--complete",
            "--format=" + format,
            "../examples/healthy",
            "../examples/p3-missing-service.yaml",
            "../examples/p1-selector-mismatch.yaml");
    assertThat(run.exitCode()).isZero();
    var golden = GOLDEN.resolve("graph." + extension);
    if (Boolean.getBoolean("fairlead.golden.write")) {
      Files.writeString(golden, run.out());
    }
    assertThat(run.out()).isEqualTo(Files.readString(golden));
  }

  @Test
  void noNameEndsTheTextThatItStandsIn() throws IOException {
    var odd =
        "a\\\"]) --> x <script>alert(1)</script> & `#quot; \\u0007 \\n \\\\N %s"
            .formatted("n".repeat(253));
    var file =
        write(
            (Shop.DEPLOYMENT
                    + """
                    apiVersion: v1
                    kind: Service
                    metadata: {name: shop}
                    spec: {selector: {app: shop}, ports: [{port: 80, targetPort: "ODD"}]}
                    """)
                .replace("name: shop}", "name: \"ODD\"}")
                .replace("ODD", odd));

    var mermaid = Run.of("graph", file);
    var dot = Run.of("graph", "--format=dot", file);
    var json = Run.of("graph", "--format=json", file);

    assertThat(mermaid.out().lines()).allMatch(line -> line.matches(MERMAID_LINE)).hasSize(6);
    assertThat(dot.out().lines()).allMatch(line -> line.matches(DOT_LINE)).hasSize(10);
    assertThat(new Yaml().<Map<String, List<?>>>load(json.out()).get("nodes")).hasSize(2);
  }

  @Test
  void whatTakesNoPartLeavesThePictureEmpty() throws IOException {
    var run = Run.of("graph", write("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("flowchart LR\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsNamedAndTheRestIsDrawn() throws IOException {
    var run = Run.of("graph", write(Shop.DEPLOYMENT + "kind: [\n"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("[\"Deployment/shop\"]");
    assertThat(run.err()).startsWith("fairlead: " + folder.resolve("shop.yaml") + ":16:1: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          graph                     | Missing required parameter: 'PATH': name a file, a directory or -, or give --cluster
          graph nowhere             | nowhere does not exist
          graph --format svg x      | Invalid value for option '--format': 'svg': must be one of mermaid, dot, json
          graph --cluster x         | --cluster and PATH exclude each other: x
          graph -A x                | --all-namespaces needs --cluster: without it no cluster is read
          """)
  void wrongUseIsSaid(String command, String message) {
    var run = Run.of(command.split(" +"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().findFirst().orElse("")).startsWith("fairlead: " + message);
  }
}
