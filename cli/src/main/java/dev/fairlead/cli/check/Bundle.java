package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.ManifestDocument;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.cli.manifests.ManifestSource.Failure;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.policies.model.ConfigMaps;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files that are judged together.
///
/// @param paths the arguments that name them
public record Bundle(List<String> paths, List<ManifestSource> sources) {
  public static Bundle read(List<String> paths, InputStream stdin) {
    return new Bundle(paths, ManifestSource.read(paths, stdin));
  }

  /// The arguments that lead to no file.
  public List<Absent> absent() {
    return sources.stream().filter(Absent.class::isInstance).map(Absent.class::cast).toList();
  }

  public Report judged(CheckSettings settings) {
    return judged(settings, Optional.empty());
  }

  /// What judging comes to beside the same bundle as it was, whose findings are not reported again.
  public Report judged(CheckSettings settings, Optional<Bundle> earlier) {
    var was = earlier.map(bundle -> bundle.objects(settings).asEarlier());
    return objects(settings).report(was);
  }

  private BundleObjects objects(CheckSettings settings) {
    var files = new ArrayList<Parsed>();
    for (var source : sources) {
      if (source instanceof Text text) {
        files.add(new Parsed(text, ManifestFile.parse(text.file(), text.text())));
      }
    }
    var objects = new BundleObjects(settings, configMaps(files, settings));
    files.forEach(
        file -> {
          var source = SourceText.of(file.source());
          file.documents().forEach(document -> objects.add(document, source));
        });
    for (var source : sources) {
      if (source instanceof Failure failure) {
        objects.addUnreadable(failure);
      }
    }
    return objects;
  }

  /// A file and what is in it.
  private record Parsed(Text source, List<ManifestDocument> documents) {}

  /// Workloads take values from ConfigMaps that stand anywhere in the bundle.
  private static ConfigMaps configMaps(List<Parsed> files, CheckSettings settings) {
    var trees =
        files.stream()
            .flatMap(file -> file.documents().stream())
            .filter(
                document ->
                    document instanceof Manifest manifest && manifest.kind().equals("ConfigMap"));
    return ConfigMaps.among(ManifestDocument.trees(trees), settings.namespace());
  }
}
