package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.view.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a door makes of a verdict: its order, what wants confirming, what to say of a way out.
class VerdictTest {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: { name: shop }
      spec: { selector: { app: shop }, ports: [{ port: 80, targetPort: http }] }
      """;

  private static String deployment(String labels, String port, String more) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: shop }
    spec:
      template:
        metadata: { labels: { %s } }
        spec: { containers: [{ name: web, ports: [{ name: %s, containerPort: 80 }], %s }] }
    """
        .formatted(labels, port, more);
  }

  private static Verdict verdict(String before, String after) {
    var existing =
        Manifests.objects(before).stream().map(o -> Manifests.sentAt(Instant.EPOCH, o)).toList();
    var changed = Manifests.object(after, KubernetesObject.class);
    return Judge.judge(
        new Change(
            existing.stream()
                .filter(object -> object.ref().sameObject(changed.ref()))
                .findFirst()
                .map(object -> object),
            changed),
        Manifests.view(Scope.CLUSTER, existing),
        new Circumstances(
            Level.GUARD, Map.of(), Overrides.HONOURED, Sender.PERSON, Run.REAL, Instant.EPOCH));
  }

  @Test
  void theMostImportantComesFirst() {
    var byNumber = SERVICE.replace("name: shop", "name: other").replace("http", "80");
    var verdict =
        verdict(
            SERVICE + "---\n" + byNumber + "---\n" + deployment("app: shop", "http", ""),
            deployment("app: shop", "web", "livenessProbe: { httpGet: { port: alive } }"));
    assertThat(verdict.judgements())
        .extracting(Judgement::outcome)
        .containsExactly(Outcome.DENY, Outcome.DENY, Outcome.WARN);
  }

  @Test
  void whatArrivesMayBeOvertakenByItsOtherHalf() {
    assertThat(verdict("", SERVICE).mayBeOvertaken()).isTrue();
    assertThat(verdict(SERVICE, deployment("app: shop", "web", "")).mayBeOvertaken()).isTrue();
  }

  @Test
  void factsCutsAndAdviceAreNotOvertaken() {
    var probe = "livenessProbe: { httpGet: { port: alive } }";
    var before = SERVICE + "---\n" + deployment("app: shop", "http", "");

    assertThat(verdict("", deployment("app: shop", "web", probe)).mayBeOvertaken()).isFalse();
    assertThat(verdict(before, deployment("app: shop", "web", "")).mayBeOvertaken()).isFalse();
    assertThat(verdict(SERVICE, deployment("app: shop", "http", "")).mayBeOvertaken()).isFalse();
  }

  @Test
  void aFactWantsNoConfirmingAndStandsWithoutIt() {
    var verdict =
        verdict("", deployment("app: shop", "web", "livenessProbe: { httpGet: { port: alive } }"));
    assertThat(verdict.denied()).isTrue();
    assertThat(verdict.wantsConfirming()).isFalse();
    assertThat(verdict.unconfirmed()).isEqualTo(verdict);
  }

  @Test
  void whatRestsOnOtherObjectsIsOnlyWarnedAboutWhenNothingConfirmsIt() {
    var verdict =
        verdict(
            SERVICE + "---\n" + deployment("app: shop", "http", ""),
            deployment("app: shop", "web", "livenessProbe: { httpGet: { port: alive } }"));
    assertThat(verdict.wantsConfirming()).isTrue();
    assertThat(verdict.unconfirmed().of(Outcome.DENY))
        .extracting(judgement -> judgement.finding().check().id())
        .containsExactly("probe-port-undeclared");
    assertThat(verdict.unconfirmed().judgements()).hasSameSizeAs(verdict.judgements());
  }

  @Test
  void aDeniedCutTellsTheWayWithoutDowntimeAndTheOverride() {
    var port =
        verdict(
            SERVICE + "---\n" + deployment("app: shop", "http", ""),
            deployment("app: shop", "web", ""));
    assertThat(remedies(port))
        .containsExactly(
            "To change this without downtime, add before you remove: declare both ports, switch"
                + " the Service, then drop the old port. To let it through as it is, annotate the"
                + " object with allow.fairlead.dev/target-port-unresolved: <reason>");
    var selector =
        verdict(
            SERVICE + "---\n" + deployment("app: shop", "http", ""),
            deployment("app: other", "http", ""));
    assertThat(remedies(selector)).singleElement().asString().contains("both labels");
  }

  @Test
  void anArrivalHasNothingToKeepUp() {
    var verdict = verdict(SERVICE, deployment("app: shop", "web", ""));
    assertThat(verdict.denied()).isTrue();
    assertThat(remedies(verdict)).isEmpty();
  }

  private static List<String> remedies(Verdict verdict) {
    return verdict.judgements().stream().map(Judgement::remedy).flatMap(Optional::stream).toList();
  }

  @Test
  void aReasonIsKept() {
    var verdict =
        verdict(
            SERVICE + "---\n" + deployment("app: shop", "http", ""),
            deployment("app: shop", "web", "")
                .replace(
                    "name: shop }",
                    "name: shop, annotations: { allow.fairlead.dev/target-port-unresolved: why }"
                        + " }"));
    assertThat(verdict.of(Outcome.ALLOWED))
        .singleElement()
        .extracting(Judgement::reason)
        .isEqualTo(Optional.of("why"));
    assertThat(verdict.denied()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"strict, STRICT", "guard, GUARD", "warn, WARN", "off, OFF", "Strict,", "'',", "on,"})
  void aLevelIsWrittenInLowerCase(String label, @Nullable Level level) {
    assertThat(Level.of(label)).isEqualTo(Optional.ofNullable(level));
  }

  @Test
  void theAllowedLevelsCanBeTold() {
    assertThat(Level.labels()).isEqualTo("strict, guard, warn, off");
  }

  @Test
  void theLevelsOfChecksAreReadFromSwitches() {
    assertThat(
            CheckLevel.in(
                Map.of(
                    "check.fairlead.dev/selector-unmatched", "deny",
                    "check.fairlead.dev/target-port-mismatch", "DENY",
                    "check.fairlead.dev/probe-port-undeclared", "off",
                    "allow.fairlead.dev/target-port-unresolved", "warn")))
        .isEqualTo(
            Map.of("selector-unmatched", CheckLevel.DENY, "probe-port-undeclared", CheckLevel.OFF));
  }
}
