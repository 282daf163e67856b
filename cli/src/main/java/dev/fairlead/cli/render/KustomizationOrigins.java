package dev.fairlead.cli.render;

import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.policies.model.FieldPath;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the fields of rendered objects in the files that a kustomization lists. What a patch or a
/// generator wrote stands where the object does.
final class KustomizationOrigins implements Origins {
  private record Listed(Text source, Manifest manifest) {}

  private final String folder;
  private @Nullable List<Listed> listed;

  KustomizationOrigins(String folder) {
    this.folder = folder;
  }

  @Override
  public Optional<Origin> of(Manifest rendered, FieldPath field) {
    var named = name(rendered);
    var ofKind =
        listed().stream().filter(l -> l.manifest().kind().equals(rendered.kind())).toList();
    var same = ofKind.stream().filter(l -> name(l.manifest()).equals(named)).toList();
    // A kustomization may put something before names, and something behind them.
    var alike =
        same.isEmpty()
            ? ofKind.stream()
                .filter(l -> !name(l.manifest()).isEmpty() && named.contains(name(l.manifest())))
                .toList()
            : same;
    return alike.size() == 1 ? Optional.of(origin(alike.getFirst(), field)) : Optional.empty();
  }

  private static Origin origin(Listed object, FieldPath field) {
    var at = object.manifest().positions().at(field);
    return new Origin(object.source().file(), object.source().text(), at.position(), at.end());
  }

  private static String name(Manifest manifest) {
    return manifest.tree().get("metadata") instanceof Map<?, ?> metadata
            && metadata.get("name") instanceof String name
        ? name
        : "";
  }

  private synchronized List<Listed> listed() {
    var known = listed;
    if (known == null) {
      known = read();
      listed = known;
    }
    return known;
  }

  private List<Listed> read() {
    var all = new ArrayList<Listed>();
    for (var source : ManifestSource.read(List.of(folder), InputStream.nullInputStream())) {
      if (source instanceof Text text) {
        ManifestFile.parse(text.file(), text.text()).stream()
            .filter(Manifest.class::isInstance)
            .map(document -> new Listed(text, (Manifest) document))
            .forEach(all::add);
      }
    }
    return all;
  }
}
