package dev.fairlead.cli.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.policies.fixes.Patch;
import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.model.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Edits of every workload that people published, however they wrote it.
final class ManifestEditorCorpusTest {
  private static final Path BUNDLES =
      Path.of(Optional.ofNullable(System.getenv("FAIRLEAD_CORPUS")).orElse("../../shared/corpus"))
          .resolve("bundles");

  private static final Map<String, Object> PROBE =
      Map.of("tcpSocket", Map.of("port", 8080L), "periodSeconds", 10L);

  private final ObjectReader reader = new ObjectReader(PodMakers.COMMON);

  @Test
  void fieldsAreAddedAndEveryOtherLineStays() throws IOException {
    if (!Files.isDirectory(BUNDLES)) {
      System.out.println("SKIPPED: no corpus at " + BUNDLES.toAbsolutePath());
      Assumptions.abort("no corpus");
    }
    var workloads = 0;
    var added = 0;
    var refused = new ArrayList<String>();
    List<Path> files;
    try (var found = Files.walk(BUNDLES)) {
      files = found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    for (var file : files) {
      for (var text : List.of(Files.readString(file), windows(Files.readString(file)))) {
        var editor = new ManifestEditor(file.toString(), text);
        var wanted = wanted(editor.documents());
        var edited = editor.edited(wanted);
        edited.refused().values().forEach(refusal -> refused.add(file + ":" + refusal));
        workloads += wanted.size();
        wanted.keySet().removeAll(edited.refused().keySet());
        added += wanted.values().stream().mapToInt(List::size).sum();
        assertKept(text, edited.text(), wanted);
        assertPatched(editor.documents(), ManifestFile.parse("f", edited.text()), wanted);
      }
    }
    System.out.printf(
        "editor: %d fields added to %d workloads of %d bundles, each with \\n"
            + " and with \\r"
            + "\\n"
            + "; refused: %s%n",
        added, workloads, files.size(), refused);
    assertThat(files).hasSizeGreaterThanOrEqualTo(339);
    assertThat(workloads).isGreaterThanOrEqualTo(2 * 700);
    assertThat(refused).isEmpty();
  }

  private static String windows(String text) {
    return text.replace("\r\n", "\n").replace("\n", "\r\n");
  }

  /// A name for each port and a probe for each container that has none.
  private Map<Integer, List<PatchOperation>> wanted(List<ManifestDocument> documents) {
    var wanted = new LinkedHashMap<Integer, List<PatchOperation>>();
    for (var i = 0; i < documents.size(); i++) {
      if (documents.get(i) instanceof Manifest manifest
          && reader.read(manifest.tree(), "default").object().orElse(null)
              instanceof Workload workload) {
        wanted.put(i, operations(workload));
      }
    }
    return wanted;
  }

  private static List<PatchOperation> operations(Workload workload) {
    var operations = new ArrayList<PatchOperation>();
    for (var container : workload.containers()) {
      for (var i = 0; i < container.ports().size(); i++) {
        if (container.ports().get(i).name().isEmpty()) {
          var port = container.path().field("ports").index(i);
          operations.add(new PatchOperation.Add(port.field("name"), "port-" + i));
        }
      }
      operations.add(new PatchOperation.Add(container.path().field("added"), PROBE));
    }
    return operations;
  }

  /// All that was there is there, and what is more is what was asked for: of a mapping in braces
  /// the line has changed, of any other no line.
  private static void assertKept(
      String before, String after, Map<Integer, List<PatchOperation>> wanted) {
    var old = before.lines().toList();
    var added = new ArrayList<String>();
    var at = 0;
    for (var line : after.lines().toList()) {
      if (at < old.size() && (line.equals(old.get(at)) || isLonger(line, old.get(at)))) {
        at++;
      } else {
        added.add(line);
      }
    }
    assertThat(at).as("line of %s", added).isEqualTo(old.size());
    assertThat(added)
        .allMatch(
            line ->
                line.replace("\"", "")
                    .matches(
                        " *(name: port-[0-9]+|added:( \\{)?|tcpSocket:( \\{)?|port:"
                            + " 8080|periodSeconds: 10|\\})?,?"));
    assertThat(added.size())
        .isLessThanOrEqualTo(7 * wanted.values().stream().mapToInt(List::size).sum());
    assertThat(after.endsWith("\n")).isEqualTo(before.endsWith("\n"));
    assertThat(after.contains("\r\n") && after.replace("\r\n", "").contains("\n"))
        .isEqualTo(before.contains("\r\n") && before.replace("\r\n", "").contains("\n"));
  }

  private static boolean isLonger(String line, String old) {
    if (line.equals(old + ",")) {
      return true;
    }
    var brace = old.lastIndexOf('}');
    return old.indexOf('{') >= 0
        && brace >= 0
        && line.startsWith(old.substring(0, old.indexOf('{')))
        && line.endsWith(old.substring(brace))
        && line.length() > old.length();
  }

  private static void assertPatched(
      List<ManifestDocument> before,
      List<ManifestDocument> after,
      Map<Integer, List<PatchOperation>> wanted) {
    for (var i = 0; i < before.size(); i++) {
      if (before.get(i) instanceof Manifest manifest) {
        assertThat(((Manifest) after.get(i)).tree())
            .isEqualTo(Patch.applied(manifest.tree(), wanted.getOrDefault(i, List.of())));
      }
    }
  }
}
