package dev.fairlead.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.policies.model.FieldPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What helm prints, back to its templates; RenderIT asks helm itself.
final class ChartOriginsTest {
  private static final FieldPath TARGET =
      FieldPath.of("spec", "ports").index(0).field("targetPort");

  private static final String PRINTED =
      """
      ---
      # Source: web-shop/templates/a.yaml
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: a
      ---
      # Source: web-shop/templates/service.yaml
      apiVersion: v1
      kind: Service
      metadata:
        name: shop
      spec:
        ports:
        - port: 80
          targetPort: http
      ---
      # Source: web-shop/charts/redis/templates/service.yaml
      apiVersion: v1
      kind: Service
      metadata:
        name: redis
      """;

  @TempDir private Path folder;

  @BeforeEach
  void makeChart() throws IOException {
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(folder.resolve("templates/a.yaml"), "");
    Files.writeString(
        folder.resolve("templates/service.yaml"),
        """
        {{- if .Values.service }}
        apiVersion: v1
        kind: Service
        metadata:
          name: {{ .Release.Name }}
        spec:
          ports:
            - port: 80
              targetPort: {{ .Values.target }}
        {{- end }}
        """);
  }

  private Optional<String> place(int document, FieldPath field) {
    var manifest = (Manifest) ManifestFile.parse("printed", PRINTED).get(document);
    return new ChartOrigins(folder.toString(), PRINTED)
        .of(manifest, field)
        .map(o -> folder.relativize(Path.of(o.file())) + ":" + o.position() + "-" + o.end());
  }

  @Test
  void aLineIsThatOfItsTemplate() {
    assertThat(place(1, TARGET)).contains("templates/service.yaml:9:7-0");
    assertThat(place(1, FieldPath.of("metadata", "name"))).contains("templates/service.yaml:5:3-0");
  }

  @Test
  void anEqualLineKeepsItsColumnsAsFarAsItIsIndentedOtherwise() {
    assertThat(place(1, FieldPath.of("spec", "ports").index(0).field("port")))
        .contains("templates/service.yaml:8:7-15");
  }

  @Test
  void whatAPackedChartMadeCannotBeTraced() {
    assertThat(place(2, FieldPath.of("metadata", "name"))).isEmpty();
  }

  @Test
  void anEmptyTemplateIsItsFirstLine() {
    assertThat(place(0, FieldPath.of("metadata", "name"))).contains("templates/a.yaml:1:1-0");
  }
}
