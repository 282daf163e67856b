package dev.fairlead.cli.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.FieldPath;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a text when fields of it are set: the lines that hold them, and no other.
final class ManifestEditorTest {
  private static final FieldPath CONTAINER =
      FieldPath.of("spec", "template", "spec", "containers").index(0);
  private static final FieldPath PORT = CONTAINER.field("ports").index(0);

  private static final PatchOperation NAME = new PatchOperation.Add(PORT.field("name"), "http");
  private static final PatchOperation PROBE =
      new PatchOperation.Add(
          CONTAINER.field("readinessProbe"),
          ordered("tcpSocket", Map.of("port", "http"), "periodSeconds", 10));

  private static final String POD =
      """
      # A shop.
      apiVersion: apps/v1
      kind: Deployment   # not a StatefulSet
      metadata: {name: shop}
      spec:
        template:
          spec:
            containers:
            - name: "web"

              image: 'shop'
              ports:
              # what the Service targets
              - containerPort: 8080 # TCP
              # the rest:
              #- containerPort: 9090

            # after all
            volumes: []
      """;

  private static Map<String, Object> ordered(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (var i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static ManifestEditor.Edited edited(String text, PatchOperation... operations) {
    return new ManifestEditor("f.yaml", text).edited(Map.of(0, List.of(operations)));
  }

  private static String text(String text, PatchOperation... operations) {
    var edited = edited(text, operations);
    assertThat(edited.refused()).isEmpty();
    return edited.text();
  }

  private static Refusal refusal(String text, PatchOperation... operations) {
    var edited = edited(text, operations);
    assertThat(edited.text()).isEqualTo(text);
    assertThat(edited.refused()).containsOnlyKeys(0);
    return edited.refused().values().iterator().next();
  }

  private static PatchOperation add(String path, Object value) {
    return new PatchOperation.Add(path(path), value);
  }

  private static PatchOperation replace(String path, Object value) {
    return new PatchOperation.Replace(path(path), value);
  }

  private static FieldPath path(String path) {
    var field = FieldPath.ROOT;
    for (var name : path.split("\\.", -1)) {
      field = name.matches("[0-9]+") ? field.index(Integer.parseInt(name)) : field.field(name);
    }
    return field;
  }

  @Test
  void addsLinesAndKeepsAllOthers() {
    assertThat(text(POD, NAME, PROBE))
        .isEqualTo(
            """
            # A shop.
            apiVersion: apps/v1
            kind: Deployment   # not a StatefulSet
            metadata: {name: shop}
            spec:
              template:
                spec:
                  containers:
                  - name: "web"

                    image: 'shop'
                    ports:
                    # what the Service targets
                    - containerPort: 8080 # TCP
                      name: http
                    readinessProbe:
                      tcpSocket:
                        port: http
                      periodSeconds: 10
                    # the rest:
                    #- containerPort: 9090

                  # after all
                  volumes: []
            """);
  }

  @Test
  void keepsLineEndingsAndTheByteOrderMark() {
    var windows = "\uFEFF" + POD.replace("\n", "\r\n");
    assertThat(text(windows, NAME))
        .isEqualTo(
            windows.replace(
                "8080 # TCP\r\n", "8080 # TCP\r\n" + " ".repeat(10) + "name: http\r\n"));
  }

  @Test
  void aFileWithoutALastLineEndStaysWithoutOne() {
    var bare = POD.substring(0, POD.indexOf(" # TCP"));
    assertThat(text(bare, NAME, PROBE))
        .startsWith(bare)
        .endsWith(
            "8080\n          name: http\n        readinessProbe:\n          tcpSocket:\n"
                + "            port: http\n          periodSeconds: 10");
  }

  private static final String HEAD = "apiVersion: v1\nkind: X\n";

  static List<Arguments> values() {
    return List.of(
        // Parents in braces, however they are spaced.
        Arguments.of("a: { port: 80 }", "a: { port: 80, name: http }", add("a.name", "http")),
        Arguments.of("a: {port: 80}", "a: {port: 80, name: http}", add("a.name", "http")),
        Arguments.of("a: {p: 8,q: 9}", "a: {p: 8,q: 9,name: http}", add("a.name", "http")),
        Arguments.of("a: {port: 80,}", "a: {port: 80, name: http,}", add("a.name", "http")),
        Arguments.of("a: {}", "a: {name: http}", add("a.name", "http")),
        Arguments.of(
            "a: [{ port: 80 }] # c", "a: [{ port: 80, name: http }] # c", add("a.0.name", "http")),
        Arguments.of(
            "a: {\n  p: 80, # one\n  q: 81 # two\n}",
            "a: {\n  p: 80, # one\n  q: 81, # two\n  name: http\n}",
            add("a.name", "http")),
        Arguments.of(
            "a: {\n  p: 80, # one\n}",
            "a: {\n  p: 80, # one\n  name: http,\n}",
            add("a.name", "http")),
        Arguments.of("a: {\n  p: 80}", "a: {\n  p: 80,\n  name: http}", add("a.name", "http")),
        Arguments.of("a: {\"p\":80}", "a: {\"p\":80,\"name\":\"http\"}", add("a.name", "http")),
        Arguments.of(
            "a: {p: 1}",
            "a: {p: 1, b: {tcp: {port: 80}, k: 3}}",
            add("a.b", ordered("tcp", Map.of("port", 80), "k", 3))),
        // Nulls, with what stands behind them.
        Arguments.of("a:", "a: http", add("a", "http")),
        Arguments.of("a: # none yet", "a: http # none yet", add("a", "http")),
        Arguments.of("a: ~", "a: 80", add("a", 80)),
        Arguments.of("a: # none", "a: # none\n  port: 80", add("a", Map.of("port", 80))),
        Arguments.of("a: null # none", "a: # none\n  port: 80", add("a", Map.of("port", 80))),
        Arguments.of("a: {b: null}", "a: {b: {port: 80}}", add("a.b", Map.of("port", 80))),
        Arguments.of("a: {b: }", "a: {b: http }", add("a.b", "http")),
        // Lists in their lines, lists a level deeper, and how deep their mappings stand.
        Arguments.of("a:\n- b: 1\nc: 2", "a:\n- b: 1\n  k: x\nc: 2", add("a.0.k", "x")),
        Arguments.of("a:\n  -   b: 1", "a:\n  -   b: 1\n      k: x", add("a.0.k", "x")),
        Arguments.of("a:\n  -\n    b: 1", "a:\n  -\n    b: 1\n    k: x", add("a.0.k", "x")),
        Arguments.of(
            "a:\n    b: 1", "a:\n    b: 1\n    c:\n        d: 2", add("a.c", Map.of("d", 2))),
        // Block scalars before and after.
        Arguments.of(
            "a:\n  s: |\n    x\n\nz: 1", "a:\n  s: |\n    x\n  k: v\n\nz: 1", add("a.k", "v")),
        Arguments.of(
            "a:\n  s: |+\n    x\n\nz: 1", "a:\n  s: |+\n    x\n\n  k: v\nz: 1", add("a.k", "v")),
        Arguments.of(
            "a:\n  s: >-\n    x\n    y\n  # c\nz: 1",
            "a:\n  s: >-\n    x\n    y\n  k: v\n  # c\nz: 1",
            add("a.k", "v")),
        Arguments.of("a:\n  s: |+\n    x", "a:\n  s: |+\n    x\n  k: v", add("a.k", "v")),
        // Text that would be something else without quotes.
        Arguments.of("a:\n  b: 1", "a:\n  b: 1\n  k: \"80\"", add("a.k", "80")),
        Arguments.of("a:\n  b: 1", "a:\n  b: 1\n  k: \"yes\"", add("a.k", "yes")),
        Arguments.of("a:\n  b: 1", "a:\n  b: 1\n  k: \"a: b\"", add("a.k", "a: b")),
        Arguments.of("a:\n  b: 1", "a:\n  b: 1\n  l: [1, x]", add("a.l", List.of(1, "x"))),
        // Another value, in the quotes of the old one.
        Arguments.of("a: x # c", "a: v # c", replace("a", "v")),
        Arguments.of("a: 'x'", "a: 'it''s'", replace("a", "it's")),
        Arguments.of("a: \"x\"", "a: \"y\"", replace("a", "y")),
        Arguments.of("a: x", "a: \"80\"", replace("a", "80")),
        Arguments.of("a: \"80\"", "a: 8080", replace("a", 8080)),
        Arguments.of("a: 80", "a: http", replace("a", "http")),
        Arguments.of(
            "a: http://db:1/x", "a: http://db.prod:1/x", replace("a", "http://db.prod:1/x")),
        Arguments.of("a: [db, x]", "a: [db.prod, x]", replace("a", List.of("db.prod", "x"))),
        Arguments.of("a: [db, x]", "a: [\"db:1\", x]", replace("a", List.of("db:1", "x"))),
        Arguments.of(
            "a: |\n  go http://db/x\n  # db\n",
            "a: |\n  go http://db.prod/x\n  # db\n",
            replace("a", "go http://db.prod/x\n# db\n")),
        Arguments.of(
            "a: one\n  two db\n  three",
            "a: one\n  two db.p\n  three",
            replace("a", "one two db.p three")),
        // A mapping whose keys or values differ.
        Arguments.of(
            "a: {b: x, c: v}", "a: {b: x, d: v}", replace("a", Map.of("b", "x", "d", "v"))),
        Arguments.of(
            "a:\n  ap: x # c\n  'v': 1",
            "a:\n  app: x # c\n  'v': 2",
            replace("a", Map.of("app", "x", "v", 2))),
        // Characters of more than one byte, or two of UTF-16, in front.
        Arguments.of("ü: \"😀😀\"\na: {b: 1}", "ü: \"😀😀\"\na: {b: 1, k: x}", add("a.k", "x")),
        // Tabs where they separate.
        Arguments.of("a:\t{b:\t1}\t# c", "a:\t{b:\t1, k: x}\t# c", add("a.k", "x")),
        // An anchor that nothing repeats, and a merge key beside.
        Arguments.of("a: &a\n  b: 1", "a: &a\n  b: 1\n  k: x", add("a.k", "x")),
        Arguments.of(
            "m: &m {c: 1}\na:\n  <<: *m\n  b: 1",
            "m: &m {c: 1}\na:\n  <<: *m\n  b: 1\n  k: x",
            add("a.k", "x")),
        // Of two equal keys the last counts.
        Arguments.of("a: {b: 1}\na: {b: 2}", "a: {b: 1}\na: {b: 2, k: x}", add("a.k", "x")));
  }

  @ParameterizedTest
  @MethodSource("values")
  void writesAsTheNeighboursAreWritten(String before, String after, PatchOperation operation) {
    assertThat(text(HEAD + before + "\n", operation)).isEqualTo(HEAD + after + "\n");
    assertThat(text("---\n" + HEAD + before + "\n---\n" + HEAD, operation))
        .isEqualTo("---\n" + HEAD + after + "\n---\n" + HEAD);
    if (!before.contains("|+")) {
      assertThat(text(HEAD + before, operation)).isEqualTo(HEAD + after);
    }
  }

  @Test
  void jsonStaysJson() {
    var lines =
        """
        {
        \t"apiVersion": "v1", "kind": "X", "url": "http:\\/\\/x",
        \t"a": {
        \t\t"b": [1]
        \t}
        }
        """;
    assertThat(text(lines, add("a.k", Map.of("tcp", Map.of("port", "http")))))
        .isEqualTo(
            """
            {
            \t"apiVersion": "v1", "kind": "X", "url": "http:\\/\\/x",
            \t"a": {
            \t\t"b": [1],
            \t\t"k": {
            \t\t\t"tcp": {
            \t\t\t\t"port": "http"
            \t\t\t}
            \t\t}
            \t}
            }
            """);
    var line = "{\"apiVersion\":\"v1\",\"kind\":\"X\",\"a\":{\"b\":1}}";
    assertThat(text(line + line, add("a.k", Map.of("port", 80))))
        .isEqualTo(line.replace("}}", ",\"k\":{\"port\":80}}}") + line);
  }

  @Test
  void itemsOfListsAreObjects() {
    var list =
        """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: Service
          spec: {}
        # the second
        - apiVersion: v1
          kind: Service
          spec:
            a: 1
        """;
    var edited = new ManifestEditor("f.yaml", list).edited(Map.of(1, List.of(add("spec.b", "x"))));
    assertThat(edited).isEqualTo(new ManifestEditor.Edited(list + "    b: x\n", Map.of()));
  }

  @Test
  void documentsAreEditedTogetherAndOthersMayBeBroken() {
    var text =
        "{{ template }}\n---\n" + HEAD + "a: {}\n---\n# nothing\n---\n" + HEAD + "a: {b: 1}\n";
    var edited =
        new ManifestEditor("f.yaml", text)
            .edited(Map.of(1, List.of(add("a.k", 1)), 2, List.of(add("a.k", 2))));
    assertThat(edited.refused()).isEmpty();
    assertThat(edited.text())
        .isEqualTo(text.replace("{}", "{k: 1}").replace("{b: 1}", "{b: 1, k: 2}"));
  }

  @Test
  void severalFieldsOfOneEmptyMapping() {
    assertThat(text(HEAD + "a: {}\n", add("a.b", 1), add("a.c", 2), add("a.d", Map.of())))
        .isEqualTo(HEAD + "a: {b: 1, c: 2, d: {}}\n");
  }

  static List<Arguments> refusals() {
    return List.of(
        Arguments.of("m: &m {c: 1}\na: *m", add("a.k", "x"), "a.k is brought in by the alias *m"),
        Arguments.of("a: &m {c: 1}\nb: *m", add("a.k", "x"), "a.k stands under the anchor &m"),
        Arguments.of(
            "m: &m {p: {q: 1}}\na:\n  <<: *m",
            add("a.p.k", 1),
            "a.p.k is brought in by a merge key"),
        Arguments.of(
            "a: &m {c: 1}\nb: {<<: *m}", add("a.k", "x"), "a.k stands under the anchor &m"),
        Arguments.of("a: &x 80\nb: *x", replace("a", 81), "a stands under the anchor &x"),
        Arguments.of("a: !!str 80", replace("a", 81), "a value with an anchor or a tag"),
        Arguments.of("a: {b: 1}", add("a.b", 2), "a.b is there already"),
        Arguments.of("a: 1", add("a.b", 2), "a.b has no mapping to stand in"),
        Arguments.of("a: [1]", replace("a", List.of(1, 2)), "a would have to be written anew"),
        Arguments.of("a: [1]", add("a.1", 2), "a[1] is in a list"),
        Arguments.of("a: 1", new PatchOperation.Remove(path("a")), "a is not taken out"),
        Arguments.of("a: 1", replace("b.c", 2), "b.c has no place that is written"),
        Arguments.of("a: {b: 1}", replace("a", 2), "a would have to be written anew"),
        Arguments.of("a: {b: 1}", replace("a", Map.of()), "a would have to be written anew"),
        Arguments.of(
            "a: |\n  db db\n",
            replace("a", "db db.prod\n"),
            "text of several lines has that word"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatWouldChangeOtherPlacesIsRefused(String before, PatchOperation operation, String reason) {
    assertThat(refusal(HEAD + before + "\n", operation).reason()).startsWith(reason);
  }

  @Test
  void aRefusedOperationTakesThoseOfItsObjectWithItAndNoOthers() {
    var text = HEAD + "a: {b: 1}\n---\n" + HEAD + "a: {}\n";
    var edited =
        new ManifestEditor("f.yaml", text)
            .edited(Map.of(0, List.of(add("a.k", 1), add("a.b", 2)), 1, List.of(add("a.k", 3))));
    assertThat(edited.text()).isEqualTo(text.replace("{}", "{k: 3}"));
    assertThat(edited.refused())
        .isEqualTo(Map.of(0, new Refusal(new Position(3, 8), "a.b is there already")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: {b: 1}\r", "a: {b: 1}\u0085", "x: 1\ra: {b: 1}"})
  void oddLineEndsDoNoHarm(String odd) {
    var text = HEAD + odd + "\nz: 1\n";
    var edited = edited(text, add("a.k", "x"));
    if (edited.refused().isEmpty()) {
      assertThat(edited.text()).isEqualTo(text.replace("b: 1", "b: 1, k: x"));
    } else {
      assertThat(edited.text()).isEqualTo(text);
    }
  }

  @Test
  void theListOfDocumentsIsThatOfTheReader() {
    var text = POD + "---\nnothing: here\n";
    var documents = new ManifestEditor("f.yaml", text).documents();
    assertThat(Arrays.asList(documents.get(0).position(), documents.get(1).position()))
        .containsExactly(new Position(2, 1), new Position(21, 1));
  }
}
