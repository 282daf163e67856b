package dev.fairlead.cli.manifests;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One object of a manifest file, or the piece of the file where an object should be.
public sealed interface ManifestDocument {
  /// An object with an apiVersion and a kind.
  record Manifest(String file, Position position, Nodes nodes) implements ManifestDocument {
    /// Where everything in it stands.
    public Positions positions() {
      return new Positions(nodes.get());
    }

    /// The object as maps, lists, strings, Longs, Doubles, Booleans and nulls. Each call makes it
    /// anew.
    public Map<String, @Nullable Object> tree() {
      return positions().tree();
    }

    /// Its kind, as it is written.
    public String kind() {
      return positions().text("kind");
    }
  }

  /// What kubectl would refuse, at least as a Kubernetes object.
  ///
  /// @param reason one line, lower case, without a full stop
  /// @param namespace the namespace it names, as far as that can be told from broken text
  record Unreadable(String file, Position position, String reason, Optional<String> namespace)
      implements ManifestDocument {}

  /// The objects among documents, as trees, in their order.
  static List<Map<String, @Nullable Object>> trees(Stream<ManifestDocument> documents) {
    return documents
        .filter(Manifest.class::isInstance)
        .map(document -> ((Manifest) document).tree())
        .toList();
  }

  String file();

  /// Where it begins; for what is unreadable, where it goes wrong.
  Position position();
}
