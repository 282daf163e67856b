package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/// What the guides give to pipelines, run over Services as a real API server has stored them.
final class PipelinesTest {
  private static final Path RECORDED = Checkout.path("e2e", "src/test/resources/pipelines");

  private static final String CASES =
      """
      unjudged                          | Healthy     | current
      foreign-condition                 | Healthy     | current
      external-name                     | Healthy     | current
      headless                          | Healthy     | current
      wired                             | Healthy     | current
      wired-beside-foreign-condition    | Healthy     | current
      scaled-to-zero                    | Healthy     | current
      allowed                           | Healthy     | current
      cannot-tell                       | Healthy     | current
      settling                          | Progressing | inProgress
      waiting-for-endpoints             | Progressing | inProgress
      broken-selector-unmatched         | Degraded    | failed
      broken-target-port-unresolved     | Degraded    | failed
      broken-target-port-mismatch       | Degraded    | failed
      broken-no-ready-endpoints         | Degraded    | failed
      broken-dns-unavailable            | Degraded    | failed
      balancer-without-address          | Progressing | current
      wired-balancer-without-address    | Progressing | current
      settling-balancer                 | Progressing | inProgress
      broken-balancer-without-address   | Degraded    | failed
      balancer                          | Healthy     | current
      wired-balancer                    | Healthy     | current
      cannot-tell-balancer              | Healthy     | current
      broken-balancer                   | Degraded    | failed
      """;

  private static final Cel CEL =
      CelFactory.plannerCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("status", SimpleType.DYN)
          .build();

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = CASES)
  void argoCdAndFluxTellHowAServiceIs(String service, String argoCd, String flux) {
    var object = recorded(service);

    assertThat(argoCd(object).get("status").tojstring()).isEqualTo(argoCd);
    assertThat(flux(object)).isEqualTo(flux);
  }

  @Test
  void everyRecordedServiceIsACase() throws IOException {
    try (var files = Files.list(RECORDED)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(
              CASES.lines().map(line -> line.substring(0, line.indexOf(' '))).toList());
    }
  }

  @Test
  void argoCdShowsTheMessageOfTheCondition() {
    assertThat(message("broken-selector-unmatched"))
        .contains("[selector-unmatched]", "did you mean");
    assertThat(message("cannot-tell")).isEqualTo("widgets.example.com cannot be read");
    assertThat(message("wired-balancer-without-address"))
        .isEqualTo("the load balancer has no address yet");
    assertThat(message("unjudged")).isEmpty();
  }

  private static String message(String service) {
    return argoCd(recorded(service)).get("message").tojstring();
  }

  @Test
  void theConfigMapOfArgoCdHoldsTheHealthCheckThatIsTested() {
    var config = Manifests.read(guide("argocd-cm.yaml")).objects().getFirst();

    assertThat(Manifests.child(config, "data"))
        .containsExactly(
            Map.entry(
                "resource.customizations.health.Service",
                text(guide("argocd-service-health.lua"))));
  }

  @Test
  void thePageShowsTheFilesThatAreTested() {
    var page = text(Checkout.path("docs", "pipelines.md"));

    for (var file : List.of("argocd-service-health.lua", "flux-kustomization.yaml")) {
      assertThat(page).contains("\n" + text(guide(file)) + "```\n");
    }
  }

  /// Runs the health check with no more of Lua's libraries than Argo CD opens.
  private static LuaValue argoCd(Map<String, Object> service) {
    var lua = new Globals();
    lua.load(new BaseLib());
    lua.load(new PackageLib());
    lua.load(new TableLib());
    LuaC.install(lua);
    lua.set("obj", lua(service));
    return lua.load(text(guide("argocd-service-health.lua"))).call();
  }

  private static LuaValue lua(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var table = new LuaTable();
        map.forEach((key, child) -> table.set(key.toString(), lua(child)));
        yield table;
      }
      case List<?> list ->
          LuaValue.listOf(list.stream().map(PipelinesTest::lua).toArray(LuaValue[]::new));
      case Boolean truth -> LuaValue.valueOf(truth);
      case Number number -> LuaValue.valueOf(number.doubleValue());
      default -> LuaValue.valueOf(value.toString());
    };
  }

  /// Asks the expressions in Flux's order; where none is true, it goes on to wait.
  private static String flux(Map<String, Object> service) {
    var kustomization = Manifests.read(guide("flux-kustomization.yaml")).objects().getFirst();
    var check =
        Manifests.children(Manifests.child(kustomization, "spec"), "healthCheckExprs").getFirst();
    assertThat(check).containsEntry("apiVersion", "v1").containsEntry("kind", "Service");
    var holds =
        Stream.of("inProgress", "failed", "current")
            .filter(name -> isTrue(Manifests.text(check, name), service))
            .toList();
    assertThat(holds).as("which hold: one alone must").hasSize(1);
    return holds.getFirst();
  }

  private static boolean isTrue(String expression, Map<String, Object> service) {
    try {
      var program = CEL.createProgram(CEL.compile(expression).getAst());
      return (Boolean) program.eval(Map.of("status", Manifests.child(service, "status")));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(expression, e);
    }
  }

  private static Map<String, Object> recorded(String service) {
    return Manifests.read(RECORDED.resolve(service + ".json")).objects().getFirst();
  }

  private static Path guide(String file) {
    return Checkout.path("docs", "pipelines", file);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
