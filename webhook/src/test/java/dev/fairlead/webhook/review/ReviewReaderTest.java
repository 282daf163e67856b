package dev.fairlead.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReviewReaderTest {
  private static final String UPDATE =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "0df28fbd", "operation": "UPDATE",
        "kind": {"group": "apps", "version": "v1", "kind": "Deployment"},
        "resource": {"group": "apps", "version": "v1", "resource": "deployments"},
        "namespace": "shop", "name": "web", "dryRun": true,
        "userInfo": {"username": "jane", "groups": ["dev", "system:authenticated"], "extra": {"a": ["b"]}},
        "options": {"kind": "UpdateOptions", "fieldManager": "helm"},
        "object": {"metadata": {"labels": {"a": null, "b": 1}}, "spec": {"replicas": 3, "ratio": 1.5}},
        "oldObject": {"spec": {"paused": false, "list": ["x"]}}
      }}
      """;

  private static final String CREATE =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "0df28fbd", "operation": "CREATE", "kind": {"group": "", "version": "v1", "kind": "Service"},
        "object": {}, "oldObject": null
      }}
      """;

  @Test
  void aWholeReviewIsTakenApart() {
    var request = request(UPDATE);

    assertThat(request.uid()).isEqualTo("0df28fbd");
    assertThat(request.operation()).isEqualTo(Operation.UPDATE);
    assertThat(request.apiVersion()).isEqualTo("apps/v1");
    assertThat(request.kind()).isEqualTo("Deployment");
    assertThat(request.subResource()).isEmpty();
    assertThat(request.namespace()).isEqualTo("shop");
    assertThat(request.name()).isEqualTo("web");
    assertThat(request.dryRun()).isTrue();
    assertThat(request.fieldManager()).isEqualTo("helm");
    assertThat(request.userName()).isEqualTo("jane");
    assertThat(request.groups()).containsExactly("dev", "system:authenticated");
  }

  @Test
  void theObjectsStayAsTheyAreWithNullsAndNumbers() {
    var request = request(UPDATE);
    var labels = new HashMap<String, Object>();
    labels.put("a", null);
    labels.put("b", 1);

    assertThat(request.object())
        .hasValue(
            Map.of(
                "metadata", Map.of("labels", labels), "spec", Map.of("replicas", 3, "ratio", 1.5)));
    assertThat(request.oldObject())
        .hasValue(Map.of("spec", Map.of("paused", false, "list", List.of("x"))));
  }

  @Test
  void theCoreGroupHasNoSlashAndWhatIsAbsentIsEmpty() {
    var request = request(CREATE);

    assertThat(request.apiVersion()).isEqualTo("v1");
    assertThat(request.namespace()).isEmpty();
    assertThat(request.name()).isEmpty();
    assertThat(request.dryRun()).isFalse();
    assertThat(request.fieldManager()).isEmpty();
    assertThat(request.userName()).isEmpty();
    assertThat(request.groups()).isEmpty();
    assertThat(request.oldObject()).isEmpty();
  }

  @Test
  void aDeletionHasNoNewObject() {
    var request =
        request(
            CREATE
                .replace("CREATE", "DELETE")
                .replace(
                    "\"object\": {}, \"oldObject\": null",
                    "\"object\": null, \"oldObject\": {\"kind\": \"Service\"}"));

    assertThat(request.object()).isEmpty();
    assertThat(request.oldObject()).hasValue(Map.of("kind", "Service"));
  }

  @Test
  void ofTwoEqualKeysTheLastWins() {
    assertThat(request(CREATE.replace("{}", "{\"a\": 1, \"a\": 2}")).object())
        .hasValue(Map.of("a", 2));
  }

  @Test
  void aNumberBeyond64BitsIsNoProblemOfTheProtocol() {
    assertThat(request(CREATE.replace("{}", "{\"a\": 123456789012345678901234567890}")).object())
        .isPresent();
  }

  @Test
  void aUidIsBounded() {
    assertThat(malformed(CREATE.replace("0df28fbd", "x".repeat(129))))
        .startsWith("request.uid: must be one line of at most 128 characters");
    assertThat(request(CREATE.replace("0df28fbd", "x".repeat(128))).uid()).hasSize(128);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "apiVersion": "admission.k8s.io/v1", | | apiVersion: must be set
          admission.k8s.io/v1 | admission.k8s.io/v1beta1 | apiVersion: must be "admission.k8s.io/v1", is "admission.k8s.io/v1beta1"
          "AdmissionReview" | "Review" | kind: must be "AdmissionReview", is "Review"
          "AdmissionReview" | 7 | kind: must be a string, is a number
          "uid": "0df28fbd", | | request.uid: must be set
          "0df28fbd" | "" | request.uid: must be set
          "0df28fbd" | ["0df28fbd"] | request.uid: must be a string, is a list
          "0df28fbd" | "a\\\\nb" | request.uid: must be one line of at most 128 characters, is "a b"
          "CREATE" | "PATCH" | request.operation: must be one of CREATE, UPDATE, DELETE, CONNECT, is "PATCH"
          "CREATE" | "create" | request.operation: must be one of CREATE, UPDATE, DELETE, CONNECT, is "create"
          "operation": "CREATE", | | request.operation: must be set
          "kind": {"group": "", "version": "v1", "kind": "Service"}, | | request.kind: must be set
          "version": "v1", | | request.kind.version: must be set
          "kind": "Service" | "kind": null | request.kind.kind: must be set
          "object": {} | "object": null | request.object: must be set
          "object": {}, | | request.object: must be set
          "object": {} | "object": [] | request.object: must be an object, is a list
          "object": {} | "object": "x" | request.object: must be an object, is a string
          "CREATE" | "UPDATE" | request.oldObject: must be set
          "oldObject": null | "oldObject": 5 | request.oldObject: must be an object, is a number
          "oldObject": null | "dryRun": "yes" | request.dryRun: must be true or false, is a string
          "oldObject": null | "userInfo": {"groups": ["a", 5]} | request.userInfo.groups: must be a list of strings, is a list with a number
          "oldObject": null | "userInfo": "jane" | request.userInfo: must be an object, is a string
          "oldObject": null | "options": {"fieldManager": {}} | request.options.fieldManager: must be a string, is an object
          "oldObject": null | "name": true | request.name: must be a string, is a boolean
          """)
  void whatIsWrongIsToldWithItsPathAndWhatMustStandThere(
      String part, String replacement, String message) {
    assertThat(CREATE).contains(part);

    assertThat(
            read(CREATE.replaceFirst(Pattern.quote(part), replacement == null ? "" : replacement)))
        .isEqualTo(new MalformedReview(message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kube-system/secrets/fairlead-serving?x=",
        "../../pods?limit=0",
        "..",
        "shop%2f",
        "Shop",
        "shop.web",
        "shöp",
        "-shop",
        "a/b"
      })
  void aNamespaceThatIsNoDnsLabelIsTold(String namespace) {
    assertThat(
            malformed(
                CREATE.replaceFirst(
                    "\"oldObject\"", "\"namespace\": \"%s\", \"oldObject\"".formatted(namespace))))
        .isEqualTo(
            "request.namespace: must be the name of a namespace (at most 63 of a-z, 0-9 and -), is \"%s\""
                .formatted(namespace));
  }

  @Test
  void aNamespaceThatIsTooLongIsToldInOneShortLine() {
    var namespace = "a\\n".repeat(100_000);

    assertThat(
            malformed(
                CREATE.replaceFirst(
                    "\"oldObject\"",
                    "\"namespace\": \"%s\", \"oldObject\""
                        .formatted(namespace.replace("\\", "\\\\")))))
        .startsWith("request.namespace: must be the name of a namespace")
        .doesNotContain("\n")
        .hasSizeLessThan(257);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../pods?limit=0", ".", "..", "a/b", "web%2fx"})
  void aNameThatIsNoSegmentOfAPathIsTold(String name) {
    assertThat(
            malformed(
                CREATE.replaceFirst(
                    "\"oldObject\"", "\"name\": \"%s\", \"oldObject\"".formatted(name))))
        .isEqualTo(
            "request.name: must be a name (not . or .., and without / and %%), is \"%s\""
                .formatted(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "web", "system:node", "a.b", "...", "Web_1"})
  void aNameThatTheApiServerTakesIsTaken(String name) {
    assertThat(
            request(
                    CREATE.replaceFirst(
                        "\"oldObject\"", "\"name\": \"%s\", \"oldObject\"".formatted(name)))
                .name())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "5", "\"x\""})
  void aBodyThatIsNoObjectSaysWhatItIs(String body) {
    assertThat(malformed(body)).startsWith("body: must be a JSON object, is ");
  }

  @Test
  void aReviewWithoutARequestSaysSo() {
    var review = "{\"apiVersion\": \"admission.k8s.io/v1\", \"kind\": \"AdmissionReview\"}";

    assertThat(malformed(review)).isEqualTo("request: must be set");
    assertThat(malformed(review.replace("}", ", \"request\": null}")))
        .isEqualTo("request: must be set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "{",
        "{\"a\": }",
        "{} {}",
        "{\"a\": 1,}",
        "\u0000",
        "apiVersion: v1\nkind: x"
      })
  void aBodyThatIsNoJsonIsToldInOneShortLine(String body) {
    assertThat(malformed(body))
        .startsWith("body: must be JSON")
        .doesNotContain("\n")
        .hasSizeLessThan(257);
  }

  @Test
  void aBodyThatIsNoTextIsNoJson() {
    var body = CREATE.getBytes(StandardCharsets.UTF_8);
    body[body.length / 2] = (byte) 0xff;

    assertThat(ReviewReader.read(body)).isInstanceOf(MalformedReview.class);
  }

  @Test
  void nestingIsBounded() {
    var deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);

    assertThat(malformed(CREATE.replace("{}", deep)))
        .startsWith("body: must be JSON")
        .contains("nesting depth");
  }

  @Test
  void nestingThatSchemasAllowIsRead() {
    var deep = "{\"a\":".repeat(400) + "1" + "}".repeat(400);

    assertThat(request(CREATE.replace("{}", deep)).object()).isPresent();
  }

  private static IncomingReview read(String body) {
    return ReviewReader.read(body.getBytes(StandardCharsets.UTF_8));
  }

  private static ReviewRequest request(String body) {
    assertThat(read(body)).isInstanceOf(ReviewRequest.class);
    return (ReviewRequest) read(body);
  }

  private static String malformed(String body) {
    assertThat(read(body)).isInstanceOf(MalformedReview.class);
    return ((MalformedReview) read(body)).message();
  }
}
