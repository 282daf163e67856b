package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.Node.Child;
import dev.fairlead.cli.manifests.Node.Mapping;
import dev.fairlead.cli.manifests.Node.Scalar;
import dev.fairlead.cli.manifests.Node.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The files and folders that a `kustomization.yaml` lists and kustomize reads as objects. Its
/// patches and generators are left out.
final class Kustomization {
  /// kustomize, api/konfig, `RecognizedKustomizationFileNames`.
  private static final List<String> NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

  private static final List<String> LISTS = List.of("resources", "bases", "components");

  /// All lists whose entries may be addresses.
  private static final List<String> READ_BY_KUSTOMIZE =
      List.of("resources", "bases", "components", "generators", "transformers", "validators");

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
    return entries(text, LISTS).stream().filter(entry -> !isAddress(entry)).toList();
  }

  /// The first address that kustomize would fetch for a folder, or for one that it lists.
  static Optional<String> address(Path folder) {
    return address(folder.toAbsolutePath().normalize(), new HashSet<>());
  }

  private static Optional<String> address(Path folder, Set<Path> seen) {
    var file = of(folder);
    if (file.isEmpty() || !seen.add(folder)) {
      return Optional.empty();
    }
    try {
      for (var entry : entries(Files.readString(file.get()), READ_BY_KUSTOMIZE)) {
        if (isAddress(entry)) {
          return Optional.of(entry);
        }
        var deeper = address(folder.resolve(entry).normalize(), seen);
        if (deeper.isPresent()) {
          return deeper;
        }
      }
    } catch (IOException | Unparsable | InvalidPathException _) {
      // kustomize tells why.
    }
    return Optional.empty();
  }

  private static List<String> entries(String text, List<String> lists) throws Unparsable {
    var document = YamlReader.read(new Chunk(text, new Position(1, 1))).document();
    if (document.isEmpty() || !(document.get().node() instanceof Mapping mapping)) {
      return List.of();
    }
    var entries = new ArrayList<String>();
    for (var list : lists) {
      if (mapping.members().get(list) instanceof Child(_, _, Sequence sequence)) {
        for (var item : sequence.items()) {
          if (item.node() instanceof Scalar(String entry)) {
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
        || entry.contains("?ref=")
        || entry.startsWith("git@");
  }
}
