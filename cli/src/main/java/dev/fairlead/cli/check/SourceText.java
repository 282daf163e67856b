package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.ManifestSource.Text;

/// What a file holds besides its objects.
record SourceText(Lines lines, AllowComments comments) {
  static SourceText of(Text source) {
    var lines = new Lines(source.text());
    return new SourceText(lines, new AllowComments(source.file(), source.text(), lines));
  }
}
