package dev.fairlead.cli.render;

import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.policies.model.FieldPath;
import java.util.Optional;

/// Where the parts of rendered objects were written.
public interface Origins {
  /// Where what became a field was written; empty where that cannot be told.
  Optional<Origin> of(Manifest rendered, FieldPath field);
}
