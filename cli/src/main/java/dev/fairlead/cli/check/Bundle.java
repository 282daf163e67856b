package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.ManifestDocument;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.cli.manifests.ManifestSource.Failure;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.policies.model.ConfigMaps;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.Reading;
import java.io.InputStream;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The files that are judged together.
///
/// @param paths the arguments that name them
public record Bundle(List<String> paths, List<ManifestSource> sources) {
  /// Files that are worth a second processor.
  private static final int MANY = 50;

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
    var files =
        sharedOut(sources)
            .filter(Text.class::isInstance)
            .map(Text.class::cast)
            .map(text -> new Parsed(text, ManifestFile.parse(text.file(), text.text())))
            .toList();
    var reader = new ObjectReader(settings.makers(), configMaps(files, settings));
    var read = sharedOut(files).map(file -> file.read(reader, settings.namespace())).toList();
    var objects = new BundleObjects(settings);
    read.forEach(file -> file.addTo(objects));
    for (var source : sources) {
      if (source instanceof Failure failure) {
        objects.addUnreadable(failure);
      }
    }
    return objects;
  }

  /// A few files take less time than it takes to share them out.
  private static <T> Stream<T> sharedOut(List<T> files) {
    return files.size() < MANY ? files.stream() : files.parallelStream();
  }

  /// A file and what is in it.
  private record Parsed(Text source, List<ManifestDocument> documents) {
    Read read(ObjectReader reader, String namespace) {
      var readings = new IdentityHashMap<ManifestDocument, Reading>();
      for (var document : documents) {
        if (document instanceof Manifest manifest) {
          readings.put(manifest, reader.read(manifest.tree(), namespace));
        }
      }
      return new Read(SourceText.of(source), documents, readings);
    }
  }

  /// A file and what is in its objects.
  private record Read(
      SourceText text, List<ManifestDocument> documents, Map<ManifestDocument, Reading> readings) {
    void addTo(BundleObjects objects) {
      for (var document : documents) {
        switch (document) {
          case Manifest manifest ->
              objects.add(manifest, Objects.requireNonNull(readings.get(manifest)), text);
          case Unreadable unreadable -> objects.add(unreadable, text);
        }
      }
    }
  }

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
