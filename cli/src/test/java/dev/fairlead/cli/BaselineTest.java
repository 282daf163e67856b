package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `check --baseline` and `--write-baseline`.
final class BaselineTest {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec:
        selector: {app: shop}
        ports:
          - {name: a, port: 80, targetPort: htp}
      """;

  private static final String BAD = Shop.DEPLOYMENT + SERVICE;

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path baseline(Path manifest) {
    var file = folder.resolve("baseline.yaml");
    assertThat(Run.of("check", "--write-baseline", file.toString(), manifest.toString()))
        .isEqualTo(new Run(0, "", ""));
    return file;
  }

  private static Run check(Path baseline, Path... manifests) {
    var args = new ArrayList<>(List.of("check", "--baseline"));
    args.add(baseline.toString());
    for (var manifest : manifests) {
      args.add(manifest.toString());
    }
    return Run.of(args);
  }

  @Test
  void aBaselineIsReadable() throws IOException {
    assertThat(Files.readString(baseline(file("bad.yaml", BAD))))
        .isEqualTo(
            """
            # Findings that fairlead check does not report: check --baseline FILE. Give each its reason; expires: "YYYY-MM-DD"
            # is the last day on which an entry counts.
            apiVersion: fairlead.dev/v1
            kind: Baseline
            findings:
              - check: target-port-unresolved
                object: "Service/shop"
                namespace: "default"
                field: "spec.ports[].targetPort"
                reason: "there when the baseline was made"
            """);
  }

  @Test
  void whatWasThereIsReportedNoMore() throws IOException {
    var bad = file("bad.yaml", BAD);

    assertThat(check(baseline(bad), bad))
        .isEqualTo(
            new Run(
                0,
                "2 objects judged (1 Service, 1 workload): no findings; 1 in the baseline\n",
                ""));
  }

  @Test
  void whatMovesStaysKnown() throws IOException {
    var baseline = baseline(file("bad.yaml", BAD));
    var moved =
        file(
            "moved.yaml",
            "# a line more\n"
                + BAD.replace("ports:\n", "ports:\n    - {name: z, port: 81, targetPort: http}\n"));

    assertThat(check(baseline, moved).exitCode()).isZero();
  }

  @Test
  void whatIsNewIsReported() throws IOException {
    var baseline = baseline(file("bad.yaml", BAD));
    var worse = file("worse.yaml", BAD + "    - {name: b, port: 81, targetPort: htp}\n");

    var run = check(baseline, worse);

    assertThat(run.exitCode()).isOne();
    assertThat(run.out()).endsWith(": 1 error; 1 in the baseline\n").contains("spec.ports[1]");
  }

  @Test
  void severalOfOneMistakeAreCounted() throws IOException {
    var two = file("two.yaml", BAD + "    - {name: b, port: 81, targetPort: htp}\n");
    var baseline = baseline(two);

    assertThat(Files.readString(baseline)).contains("count: 2\n");
    assertThat(check(baseline, two).exitCode()).isZero();
  }

  @Test
  void anEntryThatMatchesNothingIsNamed() throws IOException {
    var baseline = baseline(file("bad.yaml", BAD));
    var mended = file("good.yaml", BAD.replace("htp", "http"));

    assertThat(check(baseline, mended))
        .isEqualTo(
            new Run(
                0,
                "2 objects judged (1 Service, 1 workload): no findings\n",
                ("fairlead: %s:6:5: the entry for target-port-unresolved of Service/shop in default"
                        + " matches nothing any more: take it out%n")
                    .formatted(baseline)));
  }

  @Test
  void anEntryThatHasExpiredCountsNoLonger() throws IOException {
    var bad = file("bad.yaml", BAD);
    var baseline = baseline(bad);
    Files.writeString(baseline, Files.readString(baseline) + "    expires: \"2026-01-31\"\n");

    var run = check(baseline, bad);

    assertThat(run.exitCode()).isOne();
    assertThat(run.err()).endsWith("of Service/shop in default expired on 2026-01-31\n");
  }

  @Test
  void aNewBaselineKeepsTheReasonsOfTheOldOne() throws IOException {
    var bad = file("bad.yaml", BAD);
    var old = baseline(bad);
    var mine = "the port \\\"htp\\\" comes with v2";
    Files.writeString(
        old,
        Files.readString(old).replace("there when the baseline was made", mine)
            + "    expires: \"2999-01-31\"\n");

    var run =
        Run.of(
            "check",
            "--baseline",
            old.toString(),
            "--write-baseline",
            old.toString(),
            bad.toString());

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(Files.readString(old))
        .contains("reason: \"" + mine + "\"")
        .endsWith("    expires: \"2999-01-31\"\n");
  }

  @Test
  void aBaselineBesideTheManifestsChangesNoVerdict() throws IOException {
    var bad = file("bad.yaml", BAD);
    baseline(bad);

    assertThat(Run.of("check", folder.toString()).out())
        .contains("error[target-port-unresolved]")
        .contains("Service/shop sends to a port name that its Pods lack\n");
  }

  @Test
  void whatCannotBeReadIsInNoBaseline() throws IOException {
    var broken = file("broken.yaml", BAD + "---\n{not: [closed\n");

    assertThat(Files.readString(baseline(broken))).doesNotContain("unreadable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fairlead.dev/v1           | fairlead.dev/v2          | 3:1: apiVersion: 'fairlead.dev/v2': must be fairlead.dev/v1
          kind: Baseline            | kind: Base               | 4:1: kind: 'Base': must be Baseline
          findings:                 | finding:                 | 5:1: unknown field 'finding': must be one of apiVersion, kind, findings
          check: target             | check: tarket            | 6:5: check: 'tarket-port-unresolved': must be one of ambiguous-port-name,
          object:                   | objekt:                  | 7:5: unknown field 'objekt': must be one of check, object, namespace,
          reason: "there when the baseline was made" | reason: ""  | 10:5: reason: '': must say why
          reason: "there when the baseline was made" | count: 0    | 6:5: has no reason
          namespace: "default"      | namespace: 7             | 8:5: namespace: must be text
          there when the baseline was made" | x"\\n    count: 0  | 11:5: count: '0': must be 1 or more
          there when the baseline was made" | x"\\n    expires: soon | 11:5: expires: 'soon': must be a day such as 2027-01-31
          kind: Baseline            | kind: [                  | 6:3:
          """)
  void aBaselineThatMeansNothingIsNamed(String text, String instead, String words)
      throws IOException {
    var bad = file("bad.yaml", BAD);
    var baseline = baseline(bad);
    var written = Files.readString(baseline);
    var changed = written.replace(text, instead.replace("\\n", "\n"));
    assertThat(changed).isNotEqualTo(written);
    Files.writeString(baseline, changed);

    var run = check(baseline, bad);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("fairlead: %s:%s".formatted(baseline, words)).hasLineCount(1);
  }

  @Test
  void aBaselineThatIsNotThereIsNamed() throws IOException {
    var bad = file("bad.yaml", BAD);

    assertThat(check(folder.resolve("none.yaml"), bad))
        .isEqualTo(
            new Run(2, "", "fairlead: %s does not exist%n".formatted(folder.resolve("none.yaml"))));
    assertThat(check(folder, bad).err()).contains("is a folder: must be one file");
  }
}
