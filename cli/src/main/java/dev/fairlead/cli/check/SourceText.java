package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.cli.render.Origins;
import java.util.Optional;

/// What a file holds besides its objects.
///
/// @param origins where its parts were written, if it is a rendered one
record SourceText(Lines lines, AllowComments comments, Optional<Origins> origins) {
  static SourceText of(Text source, Optional<Origins> origins) {
    var lines = new Lines(source.text());
    return new SourceText(lines, new AllowComments(source.file(), source.text(), lines), origins);
  }
}
