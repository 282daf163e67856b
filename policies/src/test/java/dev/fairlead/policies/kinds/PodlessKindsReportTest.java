package dev.fairlead.policies.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.model.PodMakers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodlessKindsReportTest {
  private static final String GADGET =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: { name: gadgets.example.com }
      spec:
        group: example.com
        names: { kind: Gadget, plural: gadgets }
        versions:
          - name: v1
            schema:
              openAPIV3Schema:
                properties:
                  spec:
                    properties:
                      replicas: { type: integer }
                      pods: { type: array, items: { properties: { image: { type: string } } } }
                  status: { properties: { podTemplate: { type: object } } }
      """;

  private static final String HOOK =
      """
      {{- if .Values.crds }}
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: { name: hooks.example.com, labels: {{ .Values.labels }} }
      spec:
        group: example.com
        names: { kind: Hook, plural: hooks }
        versions:
          - name: v1
            schema:
              openAPIV3Schema:
                properties:
                  spec: { properties: { url: { type: string }, replicas: { type: object } } }
      {{- end }}
      """;

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Set<String> podless, String reviewed, String... paths) {
    return new PodlessKindsReport(
            new PodMakers(podless, Map.of()),
            ReviewedKinds.of(reviewed),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(paths));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void aListedKindThatLooksLikeAMakerContradicts() throws IOException {
    assertThat(run(Set.of("example.com/Gadget"), "", file("gadget.yaml", GADGET))).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "contradiction: example.com/Gadget is listed, but has spec.pods[*].image,"
                + " spec.replicas");
  }

  @Test
  void anExplainedKindDoesNotContradict() throws IOException {
    var reviewed = "none example.com/Gadget: counts gadgets";
    assertThat(run(Set.of("example.com"), reviewed, file("gadget.yaml", GADGET))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("contradiction");
  }

  @Test
  void anUnlistedKindWithoutASignIsACandidate() throws IOException {
    file("gadget.yaml", GADGET);
    file("hook.yml", HOOK);
    assertThat(run(Set.of(), "", folder.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            """
            candidate: example.com/Hook is not listed, and shows no sign of Pods
            2 kinds: 0 listed, of which 0 with signs of Pods that nobody has explained; 2 not listed, of which 1 without a sign
            """);
  }

  @Test
  void aMakerWithoutASignIsNoCandidate() throws IOException {
    assertThat(run(Set.of(), "pods example.com/Hook: why", file("hook.yaml", HOOK))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("candidate");
  }

  @Test
  void aSchemaThatTellsNothingIsUnclear() throws IOException {
    var open = GADGET.substring(0, GADGET.indexOf("      schema"));
    assertThat(run(Set.of(), "", file("open.yaml", open))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("unclear: example.com/Gadget");
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    var broken = file("broken.yaml", "kind: CustomResourceDefinition\nspec: [\n");
    assertThat(run(Set.of(), "", broken, folder.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(broken + ": "),
            line -> assertThat(line).endsWith("nowhere: no such file or folder"));
  }

  @Test
  void aDefinitionWithoutAKindIsNamed() throws IOException {
    var half = file("half.yaml", "kind: CustomResourceDefinition\nspec: { group: example.com }\n");
    assertThat(run(Set.of(), "", half)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("half.yaml: a CustomResourceDefinition without spec.names.kind");
  }

  @Test
  void aFolderWithoutDefinitionsIsNamed() throws IOException {
    file("service.yaml", "kind: Service\n");
    assertThat(run(Set.of(), "", folder.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("holds no CustomResourceDefinition");
  }

  @Test
  void theReviewedKindsAgreeWithTheList() throws IOException {
    var reviewed = ReviewedKinds.of(PodlessKindsReport.reviewedText());
    assertThat(reviewed.makers()).allMatch(PodlessKindsReportTest::mayMakePods);
    assertThat(reviewed.podless())
        .filteredOn(name -> name.contains("/"))
        .noneMatch(PodlessKindsReportTest::mayMakePods);
  }

  private static boolean mayMakePods(String name) {
    var slash = name.indexOf('/');
    return PodMakers.COMMON.mayMakePods(name.substring(0, slash), name.substring(slash + 1));
  }
}
