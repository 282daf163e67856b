package dev.fairlead.cli;

import dev.fairlead.cli.manifests.ManifestDocument;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.cli.manifests.ManifestSource.Failure;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.webhook.cluster.ManifestCluster;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Reads the manifests that stand in for a cluster.
final class StateFiles {
  private StateFiles() {}

  /// @throws BadState at the first thing that cannot be read: a cluster holds nothing of the kind
  static ManifestCluster read(Path path, ObjectReader reader) throws BadState {
    var cluster = new ManifestCluster(InstantSource.system());
    for (var source :
        ManifestSource.read(List.of(path.toString()), InputStream.nullInputStream())) {
      switch (source) {
        case Absent(var file, var reason) -> throw new BadState(file + " " + reason);
        case Failure(var file, var reason) -> throw new BadState(file + " " + reason);
        case Text(var file, var text) -> {
          for (var document : ManifestFile.parse(file, text)) {
            put(document, reader, cluster);
          }
        }
      }
    }
    return cluster;
  }

  private static void put(ManifestDocument document, ObjectReader reader, ManifestCluster cluster)
      throws BadState {
    switch (document) {
      case Unreadable(var file, var position, var reason, _) ->
          throw new BadState("%s:%s: %s".formatted(file, position, reason));
      case Manifest manifest -> {
        var reading = reader.read(manifest.tree(), "default");
        cluster.put(
            reading
                .object()
                .orElseThrow(
                    () ->
                        new BadState(
                            "%s:%s: %s %s"
                                .formatted(
                                    manifest.file(),
                                    manifest.position(),
                                    reading.ref(),
                                    reading.malformed().getFirst()))));
      }
    }
  }
}
