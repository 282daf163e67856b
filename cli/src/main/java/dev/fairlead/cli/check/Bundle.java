package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.cli.manifests.ManifestSource.Failure;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import java.io.InputStream;
import java.util.List;

/// The files that are judged together.
public record Bundle(List<ManifestSource> sources) {
  public static Bundle read(List<String> paths, InputStream stdin) {
    return new Bundle(ManifestSource.read(paths, stdin));
  }

  /// The arguments that lead to no file.
  public List<Absent> absent() {
    return sources.stream().filter(Absent.class::isInstance).map(Absent.class::cast).toList();
  }

  public Report judged(Terms terms) {
    var objects = new BundleObjects(terms);
    for (var source : sources) {
      switch (source) {
        case Text(var file, var text) ->
            ManifestFile.parse(file, text).forEach(document -> objects.add(document, text));
        case Failure failure -> objects.addUnreadable(failure);
        case Absent _ -> {}
      }
    }
    return objects.report();
  }
}
