package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `fairlead check` on charts and kustomizations, rendered by real helm and kubectl.
@OnCluster
final class RenderIT {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: {{ .Release.Name }}
        labels:
          {{- include "shop.labels" . | nindent 4 }}
      spec:
        selector:
          {{- include "shop.labels" . | nindent 4 }}
        ports:
          - port: 80
            targetPort: {{ .Values.service.target }}
      """;
  private static final String DEPLOYMENT =
      """
      {{- if .Values.enabled }}
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: {{ .Release.Name }}
      spec:
        selector:
          matchLabels: {app: shop}
        template:
          metadata:
            labels:
              {{- include "shop.labels" . | nindent 8 }}
          spec:
            containers:
              - name: web
                image: {{ required "image must be set" .Values.image }}
                ports: [{name: http, containerPort: 8080}]
                readinessProbe: {tcpSocket: {port: http}}
      {{- end }}
      """;

  private final Binaries binaries = Binaries.found();

  @TempDir private Path folder;
  private Path chart;

  @BeforeEach
  void makeChart() {
    chart = folder.resolve("shop");
    write("shop/Chart.yaml", "apiVersion: v2\nname: web-shop\nversion: 1.0.0\n");
    write("shop/values.yaml", "enabled: true\nimage: shop:1\nservice: {target: http}\n");
    write("shop/templates/_helpers.tpl", "{{- define \"shop.labels\" -}}\napp: shop\n{{- end }}\n");
    write("shop/templates/deployment.yaml", DEPLOYMENT);
    write("shop/templates/service.yaml", SERVICE);
  }

  private void write(String name, String text) {
    var file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Finished check(String... arguments) {
    var programs =
        Stream.of("helm", "kubectl")
            .map(name -> String.valueOf(binaries.get(name).getParent()))
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    return checkOn(programs + File.pathSeparator + System.getenv("PATH"), arguments);
  }

  private static Finished checkOn(String path, String... arguments) {
    var command = new ArrayList<>(List.of("check"));
    command.addAll(List.of(arguments));
    return Command.run(Map.of("PATH", path), Program.shortCommand(command));
  }

  @Test
  void aChartIsRenderedAndAFindingStandsAtTheLineOfItsTemplate() {
    assertThat(check(chart.toString()).successful().out())
        .endsWith("(1 Service, 1 workload): no findings\n");

    write("shop/values.yaml", "enabled: true\nimage: shop:1\nservice: {target: htpp}\n");
    var run = check(chart.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("  at %s/templates/service.yaml:12:7\n".formatted(chart))
        .contains("12 |       targetPort: {{ .Values.service.target }}\n")
        .contains(
            "  other side: Deployment/shop at %s/templates/deployment.yaml:17:".formatted(chart))
        .contains("\"htpp\"");
  }

  @Test
  void whatATemplateLeavesToAnIncludeStandsAtTheLineAboveIt() {
    write(
        "shop/templates/service.yaml",
        SERVICE.replace(
            "  selector:\n    {{- include \"shop.labels\" . | nindent 4 }}",
            "  selector:\n    {{- toYaml .Values.selector | nindent 4 }}"));
    write(
        "shop/values.yaml",
        "enabled: true\nimage: shop:1\nservice: {target: http}\nselector: {app: shpo}\n");
    var run = check(chart.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("error[selector-unmatched]")
        .contains("  at %s/templates/service.yaml:8:3\n".formatted(chart))
        .contains("8 |   selector:\n");
  }

  @Test
  void aChartIsComparedWithItselfAtARevision() {
    for (var git :
        List.of("init --quiet", "add --all", "-c user.name=t -c user.email=t@t commit -qm all")) {
      var command = new ArrayList<>(List.of("git", "-C", folder.toString()));
      command.addAll(List.of(git.split(" ")));
      Command.run(Map.of(), command).successful();
    }
    assertThat(check("--since", "HEAD", chart.toString()).exitCode()).isZero();

    write("shop/values.yaml", "enabled: true\nimage: shop:1\nservice: {target: htpp}\n");
    var run = check("--since", "HEAD", chart.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("  this worked before\n");
  }

  @Test
  void aChartThatHelmRefusesIsWrongUseWithHelmsReason() {
    write("shop/values.yaml", "enabled: true\nservice: {target: http}\n");
    var run = check(chart.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errorLines())
        .singleElement()
        .asString()
        .startsWith(
            "fairlead: %1$s: `helm template shop %1$s --namespace default` fails: "
                .formatted(chart))
        .contains("image must be set");
  }

  @Test
  void withoutHelmAChartIsNamedAndNothingIsJudged() {
    var run = checkOn(folder.toString(), chart.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "fairlead: %1$s is a Helm chart, and no helm is on the PATH to render it: install helm, or run it elsewhere and give what `helm template %1$s` prints\n"
                .formatted(chart));
  }

  @Test
  void aChartDeeperInAFolderIsAFindingWithTheCommandThatRendersIt() {
    write("shop/README.md", "");
    write("plain.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plain}\n");
    var run = check(folder.toString());
    assertThat(run.successful().out())
        .contains("warning[unreadable-manifest]: this is not judged before it is rendered\n")
        .contains("  at %s/Chart.yaml:1:1\n".formatted(chart))
        .contains("give what `helm template %s` prints".formatted(chart))
        .endsWith(": 1 warning\n");
  }

  private void makeKustomization() {
    write(
        "base/kustomization.yaml",
        "resources: [shop.yaml]\nlabels: [{pairs: {app: shop}, includeSelectors: true}]\n");
    write(
        "base/shop.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: shop
        spec:
          selector: {matchLabels: {}}
          template:
            metadata: {labels: {}}
            spec:
              containers:
                - name: web
                  image: shop
                  ports: [{name: http, containerPort: 8080}]
                  readinessProbe: {tcpSocket: {port: http}}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: shop
        spec:
          ports:
            - port: 80
              targetPort: http
        """);
    write(
        "prod/kustomization.yaml",
        """
        resources: [../base]
        namePrefix: prod-
        patches:
          - target: {kind: Deployment}
            patch: |
              - {op: replace, path: /spec/template/spec/containers/0/ports/0/name, value: web}
              - {op: replace, path: /spec/template/spec/containers/0/readinessProbe/tcpSocket/port, value: web}
        """);
  }

  @Test
  void aKustomizationIsRenderedAndAFindingStandsWhereTheFieldIsWritten() {
    makeKustomization();
    assertThat(check(folder.resolve("base").toString()).successful().out())
        .endsWith("(1 Service, 1 workload): no findings\n");

    for (var named : List.of("prod", "prod/kustomization.yaml")) {
      var run = check(folder.resolve(named).toString());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .contains("Service/prod-shop sends to a port name that its Pods lack\n")
          .contains("base/shop.yaml:23:7\n")
          .contains("23 |       targetPort: http\n");
    }
    var asItStands = check("--render", "never", folder.resolve("prod").toString());
    assertThat(asItStands.out()).doesNotContain("prod-shop");
  }

  @Test
  void aKustomizationThatWouldFetchIsReadAsItStands() {
    makeKustomization();
    write("prod/kustomization.yaml", "resources: [../base, 'https://example.com/shop?ref=v1']\n");
    var run = check(folder.resolve("prod").toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.errorLines().getFirst())
        .isEqualTo(
            "fairlead: %s/prod is not rendered: kustomize would fetch https://example.com/shop?ref=v1, and nothing is fetched; the files that it lists are judged as they stand, without patches"
                .formatted(folder));
  }
}
