package dev.fairlead.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.FieldPath;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ReviewResponseTest {
  private static final ReviewRequest REQUEST =
      new ReviewRequest(
          "0df28fbd",
          Operation.CREATE,
          "v1",
          "Service",
          "",
          "shop",
          "web",
          false,
          "",
          "",
          List.of(),
          Optional.of(Map.of()),
          Optional.empty());

  @Test
  void anAllowedReviewEchoesUidAndVersionAndSaysNothingElse() {
    assertThat(written(Decision.ALLOWED))
        .hasToString(
            "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
                + "\"response\":{\"uid\":\"0df28fbd\",\"allowed\":true}}");
  }

  @Test
  void aDenialIsForbiddenWithAllFindingsInMessageAndCauses() {
    var denied =
        Decision.denied(
            "one\ntwo",
            List.of(
                new Cause("selector-unmatched", "spec.selector", "one"),
                new Cause("target-port-unresolved", "spec.ports[0].targetPort", "two")));

    var response = written(denied).get("response");

    assertThat(response.get("allowed").booleanValue()).isFalse();
    assertThat(response.get("status"))
        .hasToString(
            "{\"code\":403,\"reason\":\"Forbidden\",\"message\":\"one\\n"
                + "two\",\"details\":{\"causes\":["
                + "{\"reason\":\"selector-unmatched\",\"message\":\"one\",\"field\":\"spec.selector\"},"
                + "{\"reason\":\"target-port-unresolved\",\"message\":\"two\",\"field\":\"spec.ports[0].targetPort\"}]}}");
  }

  @Test
  void wordsThatMakeFluxDeleteTheObjectAreNeverSent() {
    var denied =
        Decision.denied(
            "it Is Immutable", List.of(new Cause("x", "y", "an immutable field of the object")));

    assertThat(written(denied).toString()).doesNotContainIgnoringCase("immutable");
  }

  @Test
  void nothingThatForgesALineOrRecoloursATerminalIsSent() {
    var harmful = "a\u001b[31m\u202eb\rc";
    var denied =
        Decision.denied(
                harmful + "\n" + harmful,
                List.of(new Cause("x", harmful, harmful + "\n" + harmful)))
            .withWarnings(List.of(harmful))
            .withAuditAnnotations(Map.of("allow.x", harmful + "\n" + harmful));

    var response = written(denied).get("response");

    var clean = "a [31m b c";
    assertThat(response.get("status").get("message").stringValue()).isEqualTo(clean + "\n" + clean);
    var cause = response.get("status").get("details").get("causes").get(0);
    assertThat(cause.get("message").stringValue()).isEqualTo(clean + " " + clean);
    assertThat(cause.get("field").stringValue()).isEqualTo(clean);
    assertThat(response.get("warnings").get(0).stringValue()).isEqualTo(clean);
    assertThat(response.get("auditAnnotations").get("allow.x").stringValue())
        .isEqualTo(clean + " " + clean);
  }

  @Test
  void whatIsSentIsBoundedWhateverTheObjectsSay() {
    var reason = "x".repeat(200_000);
    var denied =
        Decision.denied((reason + "\n").repeat(20) + "y\n".repeat(1_000), List.of())
            .withAuditAnnotations(Map.of("allow.x", reason));

    var response = written(denied).get("response");

    var message = response.get("status").get("message").stringValue();
    assertThat(message).hasSizeLessThan(25_000).endsWith("y\nand 892 more lines");
    assertThat(response.get("auditAnnotations").get("allow.x").stringValue())
        .hasSize(1_024)
        .endsWith("x…");
  }

  @Test
  void warningsAndAuditAnnotationsGoAlongWithEitherAnswer() {
    var extras =
        Decision.ALLOWED
            .withWarnings(List.of("careful"))
            .withAuditAnnotations(Map.of("allowed", "why"));
    var denied = Decision.denied("no", List.of()).withWarnings(List.of("careful"));

    assertThat(written(extras).get("response"))
        .hasToString(
            "{\"uid\":\"0df28fbd\",\"allowed\":true,\"warnings\":[\"careful\"],"
                + "\"auditAnnotations\":{\"allowed\":\"why\"}}");
    assertThat(written(denied).get("response").get("warnings")).hasToString("[\"careful\"]");
  }

  @Test
  void warningsAreCutToWhatIsPassedOn() {
    var many = IntStream.range(0, 30).mapToObj(i -> "warning " + i).toList();

    var warnings = written(Decision.ALLOWED.withWarnings(many)).get("response").get("warnings");

    assertThat(warnings).hasSize(Warnings.MAX_LINES);
    assertThat(warnings.get(8).stringValue()).isEqualTo("warning 8");
    assertThat(warnings.get(9).stringValue())
        .isEqualTo("21 more warnings; run fairlead check to see every finding");
  }

  @Test
  void aPatchIsAJsonArrayInBase64() {
    var container = FieldPath.of("spec", "containers").index(0);
    var patch =
        List.<PatchOperation>of(
            new PatchOperation.Add(
                container.field("readinessProbe"),
                Map.of("tcpSocket", Map.of("port", 80, "on", true, "of", List.of("a")))),
            new PatchOperation.Replace(container.field("name"), "we\"b"),
            new PatchOperation.Remove(container.field("image")));

    var response = written(Decision.ALLOWED.withPatch(patch)).get("response");

    assertThat(response.get("patchType").stringValue()).isEqualTo("JSONPatch");
    assertThat(
            new JsonMapper()
                .readTree(Base64.getDecoder().decode(response.get("patch").stringValue())))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    [{"op": "add", "path": "/spec/containers/0/readinessProbe",
                      "value": {"tcpSocket": {"port": 80, "on": true, "of": ["a"]}}},
                     {"op": "replace", "path": "/spec/containers/0/name", "value": "we\\"b"},
                     {"op": "remove", "path": "/spec/containers/0/image"}]
                    """));
  }

  @Test
  void whatIsDeniedIsNotPatched() {
    assertThatThrownBy(
            () ->
                Decision.denied("no", List.of())
                    .withPatch(List.of(new PatchOperation.Remove(FieldPath.of("spec")))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyADenialHasAMessage() {
    assertThatThrownBy(() -> Decision.denied(" ", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new Decision(
                    true, "no", List.of(), List.of(), Map.of(), List.of(), Grounds.NO_FINDING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyThatTheApiServerWouldDropIsABugOfOurs() {
    assertThatThrownBy(() -> Decision.ALLOWED.withAuditAnnotations(Map.of("fairlead.dev/x", "y")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fairlead.dev/x");
    assertThat(Decision.ALLOWED.withAuditAnnotations(Map.of("allow.selector-unmatched", "y")))
        .isNotNull();
  }

  private static JsonNode written(Decision decision) {
    return new JsonMapper().readTree(ReviewResponse.write(REQUEST, decision));
  }
}
