package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.ManifestDocument;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.cli.manifests.ManifestSource.Failure;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.cli.render.CannotRender;
import dev.fairlead.cli.render.Origins;
import dev.fairlead.cli.render.Rendered;
import dev.fairlead.cli.render.Renderer;
import dev.fairlead.policies.model.ConfigMaps;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.webhook.cluster.ClusterReader;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files that are judged together.
///
/// @param paths the arguments that name them
/// @param rendered what is not read but printed by others
public record Bundle(List<String> paths, List<ManifestSource> sources, List<Rendered> rendered) {
  /// Files that are worth a second processor.
  private static final int MANY = 50;

  /// Of files alone.
  public Bundle(List<String> paths, List<ManifestSource> sources) {
    this(paths, sources, List.of());
  }

  public static Bundle read(List<String> paths, InputStream stdin) {
    return new Bundle(paths, ManifestSource.read(paths, stdin));
  }

  /// The same, with charts and kustomizations rendered.
  ///
  /// @throws CannotRender where one of them cannot be
  public static Bundle read(List<String> paths, InputStream stdin, Renderer renderer) {
    var asTheyStand = new ArrayList<String>();
    var rendered = new ArrayList<Rendered>();
    for (var path : paths) {
      renderer.render(path).ifPresentOrElse(rendered::add, () -> asTheyStand.add(path));
    }
    return new Bundle(paths, ManifestSource.read(asTheyStand, stdin), rendered);
  }

  /// The arguments that lead to no file.
  public List<Absent> absent() {
    return ManifestSource.absent(sources.stream());
  }

  public Report judged(CheckSettings settings) {
    return judged(settings, Optional.empty());
  }

  /// What judging comes to beside the same bundle as it was, whose findings are not reported again.
  public Report judged(CheckSettings settings, Optional<Bundle> earlier) {
    var was = earlier.map(bundle -> bundle.objects(settings).asEarlier());
    return objects(settings).report(was);
  }

  /// What the files hold.
  public Seen seen(CheckSettings settings) {
    return objects(settings).seen(absent().stream().map(a -> a.file() + " " + a.reason()).toList());
  }

  /// What a cluster holds.
  public static Seen seen(ClusterReader.Contents cluster, CheckSettings settings) {
    var objects = new BundleObjects(settings);
    objects.addAlone(cluster);
    return objects.seen(List.of());
  }

  /// What judging comes to once the files are laid over a cluster: what they break there, in
  /// objects of the files and in those that only the cluster has.
  ///
  /// @param cluster reads some of its namespaces
  public Report judgedOver(
      Function<Set<String>, ClusterReader.Contents> cluster, CheckSettings settings) {
    var files = files(settings);
    var there =
        cluster.apply(
            refs(files).stream()
                .map(ObjectRef::namespace)
                .filter(namespace -> !namespace.isEmpty())
                .collect(Collectors.toSet()));
    var before = new BundleObjects(settings);
    before.add(there);
    var now = new BundleObjects(settings);
    now.add(Copies.without(there, refs(files)));
    addTo(now, files);
    return now.report(Optional.of(before.asEarlier()));
  }

  private static Set<ObjectRef> refs(List<Read> files) {
    return files.stream()
        .flatMap(file -> file.readings().values().stream())
        .map(Reading::ref)
        .collect(Collectors.toSet());
  }

  /// What judging a cluster as it is comes to.
  public static Report judged(ClusterReader.Contents cluster, CheckSettings settings) {
    var objects = new BundleObjects(settings);
    objects.addAlone(cluster);
    return objects.report(Optional.empty());
  }

  private BundleObjects objects(CheckSettings settings) {
    var objects = new BundleObjects(settings);
    addTo(objects, files(settings));
    return objects;
  }

  private List<Read> files(CheckSettings settings) {
    var texts =
        Stream.concat(
                sources.stream()
                    .filter(Text.class::isInstance)
                    .map(text -> new SourceFile((Text) text, Optional.empty())),
                rendered.stream()
                    .map(each -> new SourceFile(each.text(), Optional.of(each.origins()))))
            .toList();
    var files = sharedOut(texts).map(SourceFile::parsed).toList();
    var reader = new ObjectReader(settings.makers(), configMaps(files, settings));
    return sharedOut(files).map(file -> file.read(reader, settings.namespace())).toList();
  }

  private void addTo(BundleObjects objects, List<Read> files) {
    files.forEach(file -> file.addTo(objects));
    for (var source : sources) {
      if (source instanceof Failure failure) {
        objects.addUnreadable(failure);
      }
    }
  }

  /// A few files take less time than it takes to share them out.
  private static <T> Stream<T> sharedOut(List<T> files) {
    return files.size() < MANY ? files.stream() : files.parallelStream();
  }

  /// A text, and where its parts were written if it is a rendered one.
  private record SourceFile(Text text, Optional<Origins> origins) {
    Parsed parsed() {
      return new Parsed(this, ManifestFile.parse(text.file(), text.text()));
    }
  }

  /// A text and what is in it.
  private record Parsed(SourceFile source, List<ManifestDocument> documents) {
    Read read(ObjectReader reader, String namespace) {
      var readings = new IdentityHashMap<ManifestDocument, Reading>();
      for (var document : documents) {
        if (document instanceof Manifest manifest) {
          readings.put(manifest, reader.read(manifest.tree(), namespace));
        }
      }
      return new Read(SourceText.of(source.text(), source.origins()), documents, readings);
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
