package dev.fairlead.cli.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a file means, which is what kubectl makes of it.
final class ManifestFileTest {
  private static final String HEAD = "apiVersion: v1\nkind: ConfigMap\n";

  private static List<ManifestDocument> parse(String text) {
    return ManifestFile.parse("f.yaml", text);
  }

  private static Manifest manifest(String text) {
    var documents = parse(text);
    assertThat(documents).singleElement().isInstanceOf(Manifest.class);
    return (Manifest) documents.getFirst();
  }

  private static Unreadable unreadable(String text) {
    var documents = parse(text);
    assertThat(documents).singleElement().isInstanceOf(Unreadable.class);
    return (Unreadable) documents.getFirst();
  }

  private static @Nullable Object value(String scalar) {
    return manifest(HEAD + "x: " + scalar + "\n").tree().get("x");
  }

  private static List<String> names(String text) {
    return parse(text).stream()
        .map(
            document ->
                switch (document) {
                  case Manifest manifest ->
                      manifest.tree().get("kind")
                          + "/"
                          + (manifest.tree().get("metadata") instanceof Map<?, ?> metadata
                              ? metadata.get("name")
                              : "");
                  case Unreadable bad -> bad.position() + " " + bad.reason();
                })
        .toList();
  }

  static Stream<Arguments> scalars() {
    return Stream.of(
        Arguments.of("80", 80L),
        Arguments.of("0080", 80L),
        Arguments.of("010", 8L),
        Arguments.of("0o10", 8L),
        Arguments.of("0x1F", 31L),
        Arguments.of("0b11", 3L),
        Arguments.of("1_000", 1000L),
        Arguments.of("+5", 5L),
        Arguments.of("-5", -5L),
        Arguments.of("1.10", 1.1),
        Arguments.of("80.0", 80L),
        Arguments.of("1e3", 1000L),
        Arguments.of("12:30:45", "12:30:45"),
        Arguments.of("2024-01-31", "2024-01-31"),
        Arguments.of("no", false),
        Arguments.of("Off", false),
        Arguments.of("y", true),
        Arguments.of("on", true),
        Arguments.of("nO", "nO"),
        Arguments.of("~", null),
        Arguments.of("", null),
        Arguments.of("Null", null),
        Arguments.of("'no'", "no"),
        Arguments.of("\"1.10\"", "1.10"),
        Arguments.of("!!str 80", "80"),
        Arguments.of("!!binary aGk=", "hi"),
        Arguments.of("v1.10", "v1.10"),
        Arguments.of("1.2.3", "1.2.3"),
        Arguments.of("08x", "08x"));
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void readsAScalarAsYaml11(String written, @Nullable Object value) {
    assertThat(value(written)).isEqualTo(value);
  }

  @Test
  void keepsEveryDocumentBetweenSeparators() {
    var text = "---\n# nothing\n---\n" + doc("a") + "--- # next\n" + doc("b") + "---\n---\n\n";
    assertThat(names(text)).containsExactly("ConfigMap/a", "ConfigMap/b");
  }

  private static String doc(String name) {
    return HEAD + "metadata: {name: " + name + "}\n";
  }

  @Test
  void nothingIsNoDocument() {
    assertThat(parse("")).isEmpty();
    assertThat(parse("# comment\n")).isEmpty();
    assertThat(parse("\uFEFF")).isEmpty();
    assertThat(parse("null\n")).isEmpty();
  }

  @Test
  void lineEndingsAndByteOrderMarksChangeNothing() {
    var windows = "\uFEFF" + (doc("a") + "---\n" + doc("b")).replace("\n", "\r\n");
    assertThat(names(windows)).containsExactly("ConfigMap/a", "ConfigMap/b");
    assertThat(parse(windows).getLast().position()).isEqualTo(new Position(5, 1));
  }

  @Test
  void theLastOfTwoEqualKeysWins() {
    var manifest = manifest(HEAD + "x: 1\nx: 2\n");
    assertThat(manifest.tree()).containsEntry("x", 2L);
    assertThat(manifest.positions().key("x").position()).isEqualTo(new Position(4, 1));
    assertThat(manifest("{\"apiVersion\":\"v1\",\"kind\":\"A\",\"x\":1,\"x\":2}").tree())
        .containsEntry("x", 2L);
  }

  @Test
  void aBrokenDocumentHidesNoOther() {
    var text = doc("a") + "---\nx: [1\n---\n" + doc("b");
    assertThat(names(text)).hasSize(3).startsWith("ConfigMap/a").endsWith("ConfigMap/b");
    assertThat(parse(text).get(1)).isInstanceOf(Unreadable.class);
  }

  @Test
  void aTemplateSaysThatItMustBeRendered() {
    var bad = unreadable("{{- if .Values.on }}\n" + HEAD + "{{- end }}\n");
    assertThat(bad.reason()).endsWith("(a template must be rendered first)");
    assertThat(bad.position()).isEqualTo(new Position(1, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          just words              | not a Kubernetes object: an object is a mapping
          [1, 2]                  | not a Kubernetes object: an object is a mapping
          kind: Service           | not a Kubernetes object: apiVersion is missing
          apiVersion: v1          | not a Kubernetes object: kind is missing
          {apiVersion: v1, kind: 5} | not a Kubernetes object: kind is missing
          {apiVersion: v1, kind: List} | not a Kubernetes object: a List without items
          {apiVersion: v1, kind: List, items: x} | not a Kubernetes object: the items of a List are a list
          {apiVersion: v1, kind: A, x: .inf} | .inf is no number in JSON
          {apiVersion: v1, kind: A, x: !!int no} | cannot decode `no` as int
          {apiVersion: v1, kind: A, [x]: 1} | a key must be text, not a list or a mapping
          {apiVersion: v1, kind: A, ~: 1} | a key must not be null
          {apiVersion: v1, kind: A, x: *nobody} | unknown anchor 'nobody' referenced
          {apiVersion: v1, kind: A, <<: 5} | only a mapping or a list of mappings can be merged
          --- {apiVersion: v1}    | only a comment may follow --- on its line
          """)
  void saysWhyADocumentIsNoObject(String text, String reason) {
    assertThat(unreadable(text).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\\x", "\"\\xZZ\"", "\"\\UFFFFFFFF\"", "\"\\u12\"", "\"\\q\""})
  void brokenEscapesAreRefused(String text) {
    assertThat(unreadable(HEAD + "x: " + text + "\n").position().line()).isPositive();
  }

  @Test
  void controlCharactersAreFoundWhereTheyStand() {
    var bad = unreadable(HEAD + "x: \u0007\n");
    assertThat(bad.reason()).isEqualTo("found a control character, U+0007");
    assertThat(bad.position()).isEqualTo(new Position(3, 4));
  }

  @Test
  void listsAreTakenApart() {
    var text =
        """
        apiVersion: v1
        kind: List
        items:
          - {apiVersion: v1, kind: Service, metadata: {name: a}}
          - apiVersion: v1
            kind: List
            items:
              - {apiVersion: v1, kind: Pod, metadata: {name: b}}
          - metadata: {name: nothing}
        """;
    assertThat(names(text))
        .containsExactly("Service/a", "Pod/b", "9:5 not a Kubernetes object: kind is missing");
    assertThat(parse(text).get(1).position()).isEqualTo(new Position(8, 9));
  }

  @Test
  void itemsOfATypedListTakeItsKind() {
    assertThat(names("{apiVersion: v1, kind: ServiceList, items: [{metadata: {name: a}}]}"))
        .containsExactly("Service/a");
    assertThat(names("{apiVersion: v1, kind: ServiceList, items: null}")).isEmpty();
  }

  @Test
  void jsonMayHaveTabsAndFollowEachOther() {
    var one =
        """
        {
        \t"apiVersion": "v1",
        \t"kind": "A\\/B",\t"metadata": {"name": "x"}
        }
        """;
    assertThat(names(one + one)).containsExactly("A/B/x", "A/B/x");
    assertThat(manifest(one).positions().key("metadata").key("name").position())
        .isEqualTo(new Position(3, 31));
    assertThat(names(one + "---\n" + doc("yaml"))).containsExactly("A/B/x", "ConfigMap/yaml");
  }

  @Test
  void brokenJsonIsReportedOnce() {
    assertThat(unreadable("{\"apiVersion\": \"v1\", \"kind\": }\n\"x").position().line())
        .isPositive();
  }

  @Test
  void aLongLineOfJsonIsReadInLinearTime() {
    var item = "{\"apiVersion\":\"v1\",\"kind\":\"A\",\"metadata\":{\"name\":\"é\"}}";
    var text =
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
            + String.join(",", Collections.nCopies(40_000, item))
            + "]}";
    var documents = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> parse(text));
    assertThat(documents).hasSize(40_000);
    assertThat(documents.get(1).position()).isEqualTo(new Position(1, 43 + item.length() + 1));
  }

  /// A key of 5 MB took the parser eight seconds.
  @Test
  void aLineOfYamlThatNoObjectHasIsRefusedBeforeItIsParsed() {
    var longest = 3 << 19;
    var fits = HEAD + "spec:\n  ? " + "k".repeat(longest - 4) + "\n  : 1\n";

    assertThat(manifest(fits)).isNotNull();
    assertThat(unreadable(fits.replace("? k", "? kk")))
        .returns(new Position(HEAD.lines().toList().size() + 2, 1), Unreadable::position)
        .returns("the line has more than 1572864 characters", Unreadable::reason);
  }

  @Test
  void aliasesAndMergeKeysBringInWhatTheyName() {
    var manifest =
        manifest(
            HEAD
                + """
                base: &base {a: 1, b: 1}
                more: &more {b: 2, c: 2}
                merged:
                  a: 0
                  <<: [*base, *more]
                  c: 3
                list: [*base]
                """);
    assertThat(manifest.tree().get("merged")).isEqualTo(Map.of("a", 1L, "b", 1L, "c", 3L));
    assertThat(manifest.positions().key("merged").key("b").position())
        .isEqualTo(new Position(3, 20));
    assertThat(manifest.positions().key("list").item(0).key("a").position())
        .isEqualTo(new Position(3, 14));
  }

  @Test
  void anAliasThatHoldsItselfIsRefused() {
    assertThat(unreadable(HEAD + "x: &x [*x]\n").reason())
        .isEqualTo("anchor 'x' value contains itself");
  }

  @Test
  void anAliasBombIsRefusedBeforeItGoesOff() {
    var bomb = new StringBuilder(HEAD + "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (var i = 1; i < 12; i++) {
      var items = String.join(", ", Collections.nCopies(10, "*a" + (i - 1)));
      bomb.append("a%d: &a%d [%s]%n".formatted(i, i, items));
    }
    var bad =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> unreadable(bomb.toString()));
    assertThat(bad.reason()).startsWith("aliases bring in more than 400000 values");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void valuesThatNestTooDeepAreRefused(String open) {
    assertThat(unreadable(HEAD + "x: " + open.repeat(5_000) + "\n").reason()).isNotEmpty();
    assertThat(unreadable(open.repeat(5_000)).reason()).isNotEmpty();
  }

  @Test
  void whatKubectlIgnoresIsReported() {
    assertThat(names(doc("a") + "...\n" + doc("b")))
        .containsExactly("ConfigMap/a", "5:1 kubectl ignores what follows a document without ---");
  }

  @Test
  void aBrokenDocumentStillNamesItsNamespace() {
    assertThat(
            unreadable("kind: A\nmetadata:\n  namespace: \"prod\" # ours\nspec: [}\n").namespace())
        .isEqualTo(Optional.of("prod"));
    assertThat(unreadable("kind: A\nmetadata:\n  name: a\nspec: [}\n").namespace()).isEmpty();
    assertThat(
            unreadable("kind: List\nitems:\n- metadata:\n    namespace: a\n  x: [}\n").namespace())
        .isEmpty();
    assertThat(unreadable("kind: A\nmetadata: {namespace: prod}\n").namespace())
        .isEqualTo(Optional.of("prod"));
  }

  @Test
  void aStepThatLeadsNowhereStaysAtTheNearestAncestor() {
    var positions = manifest(HEAD + "spec:\n  ports:\n    - port: 80\n").positions();
    var port = positions.key("spec").key("ports").item(0);
    assertThat(port.key("port").position()).isEqualTo(new Position(5, 7));
    assertThat(port.key("targetPort").key("x").position()).isEqualTo(port.position());
    assertThat(positions.key("spec").key("ports").item(7).position()).isEqualTo(new Position(4, 3));
    assertThat(positions.key("status").position()).isEqualTo(new Position(1, 1));
  }

  @Test
  void tabsBetweenTokensAreSpacesAndTabsThatIndentAreNot() {
    assertThat(manifest(HEAD + "x:\t80\t# tabs\n").tree()).containsEntry("x", 80L);
    assertThat(unreadable(HEAD + "x:\n\ty: 1\n").position().line()).isEqualTo(4);
  }

  @Test
  void columnsCountCharactersAsAnEditorDoes() {
    var manifest = manifest(HEAD + "x: {\"😀é\": 1, z: 2}\n");
    assertThat(manifest.positions().key("x").key("z").position()).isEqualTo(new Position(3, 14));
  }

  @Test
  void noTextMakesTheReaderFail() {
    var pieces =
        List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            ":",
            " ",
            "\n",
            "- ",
            "&a ",
            "*a",
            "<<: ",
            "!!int ",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "|",
            ">",
            "\t",
            "?",
            ",",
            "x",
            "0",
            "\\",
            "#",
            "@",
            "apiVersion: v1\n",
            "kind: List\n",
            "items:\n");
    var random = new Random(1);
    for (var i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (var length = random.nextInt(12); length >= 0; length--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      try {
        parse(text.toString());
      } catch (RuntimeException e) {
        throw new AssertionError(Arrays.toString(text.toString().toCharArray()), e);
      }
    }
  }
}
