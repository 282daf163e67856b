package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.Node.Child;
import dev.fairlead.cli.manifests.Node.Mapping;
import dev.fairlead.cli.manifests.Node.Scalar;
import dev.fairlead.cli.manifests.Node.Sequence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files and folders that a `kustomization.yaml` lists and kustomize reads as objects. Its
/// patches and generators are left out.
final class Kustomization {
  /// kustomize, api/konfig, `RecognizedKustomizationFileNames`.
  private static final List<String> NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

  private static final List<String> LISTS = List.of("resources", "bases", "components");

  private Kustomization() {}

  /// The file of a folder, where it has one.
  static Optional<Path> of(Path folder) {
    return NAMES.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  static boolean isOne(Path file) {
    return NAMES.contains(String.valueOf(file.getFileName()));
  }

  /// The entries that stand for files and folders; those that are addresses are left out, for
  /// nothing is read from a network.
  ///
  /// @throws Unparsable where it is no YAML
  static List<String> entries(String text) throws Unparsable {
    var document = YamlReader.read(new Chunk(text, new Position(1, 1))).document();
    if (document.isEmpty() || !(document.get().node() instanceof Mapping mapping)) {
      return List.of();
    }
    var entries = new ArrayList<String>();
    for (var list : LISTS) {
      if (mapping.members().get(list) instanceof Child(_, _, Sequence sequence)) {
        for (var item : sequence.items()) {
          if (item.node() instanceof Scalar(String entry) && !isAddress(entry)) {
            entries.add(entry);
          }
        }
      }
    }
    return entries;
  }

  private static boolean isAddress(String entry) {
    return entry.indexOf('\0') >= 0
        || entry.contains("://")
        || entry.startsWith("github.com/")
        || entry.startsWith("git@");
  }
}
