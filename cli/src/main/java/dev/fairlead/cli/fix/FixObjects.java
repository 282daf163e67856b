package dev.fairlead.cli.fix;

import dev.fairlead.cli.manifests.ManifestDocument;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.cli.manifests.ManifestEditor;
import dev.fairlead.policies.model.ConfigMaps;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole objects of files that are fixed together, at one moment between two passes.
final class FixObjects {
  /// One of them, and where it stands.
  record Entry(DocumentIndex place, Manifest manifest, Reading reading) {}

  private static final List<String> KUSTOMIZE_FILES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

  private final String namespace;
  private final ObjectReader reader;
  private final ClusterView.Builder view = ClusterView.builder(Scope.FILES);
  private final List<Entry> entries = new ArrayList<>();
  private final Map<DocumentIndex, String> partial = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> namespaces = new HashMap<>();
  private final ClusterView built;

  private FixObjects(List<ManifestEditor> files, String namespace) {
    this.namespace = namespace;
    this.reader = new ObjectReader(PodMakers.COMMON, configMaps(files, namespace));
    for (var i = 0; i < files.size(); i++) {
      add(files.get(i), i);
    }
    this.built = view.build();
  }

  static FixObjects read(List<ManifestEditor> files, String namespace) {
    return new FixObjects(files, namespace);
  }

  private static ConfigMaps configMaps(List<ManifestEditor> files, String namespace) {
    var trees = ManifestDocument.trees(files.stream().flatMap(file -> file.documents().stream()));
    return ConfigMaps.among(trees, namespace);
  }

  private void add(ManifestEditor file, int index) {
    if (KUSTOMIZE_FILES.stream().anyMatch(file.file()::endsWith)) {
      return;
    }
    var documents = file.documents();
    for (var i = 0; i < documents.size(); i++) {
      switch (documents.get(i)) {
        case Manifest manifest -> add(new DocumentIndex(index, i), manifest);
        case Unreadable unreadable -> missing(unreadable.namespace(), unreadable.position() + "");
      }
    }
  }

  private void missing(Optional<String> of, String what) {
    of.ifPresentOrElse(name -> view.missing(name, what), () -> view.missing(what));
  }

  private void add(DocumentIndex place, Manifest manifest) {
    var reading = reader.read(manifest.tree(), namespace);
    var entry = new Entry(place, manifest, reading);
    if (reading.object().isEmpty()) {
      missing(Optional.of(reading.ref().namespace()), reading.ref().toString());
      entries.add(entry);
      return;
    }
    var object = reading.object().get();
    var lacking = Partial.lacks(object, manifest.tree());
    if (lacking.isPresent()) {
      partial.put(place, lacking.get());
      return;
    }
    if (object instanceof NamespaceSwitches) {
      namespaces.put(object.ref().name(), object.metadata().switches());
    }
    view.add(object);
    entries.add(entry);
  }

  ObjectReader reader() {
    return reader;
  }

  ClusterView view() {
    return built;
  }

  List<Entry> entries() {
    return entries;
  }

  /// Parts of objects, and what they lack.
  Map<DocumentIndex, String> partial() {
    return partial;
  }

  Map<String, String> namespaceSwitches(String name) {
    return namespaces.getOrDefault(name, Map.of());
  }

  /// The last of that name, which is the one that the view has.
  Optional<Entry> entry(ObjectRef ref) {
    return entries.reversed().stream().filter(e -> e.reading().ref().equals(ref)).findFirst();
  }

  Map<ObjectRef, Map<String, ?>> trees() {
    var trees = new LinkedHashMap<ObjectRef, Map<String, ?>>();
    entries.forEach(entry -> trees.put(entry.reading().ref(), entry.manifest().tree()));
    return trees;
  }

  /// Of each object that stands in the files more than once, where it does.
  Map<ObjectRef, List<DocumentIndex>> twice() {
    var byRef = new LinkedHashMap<ObjectRef, List<DocumentIndex>>();
    for (var entry : entries) {
      byRef.computeIfAbsent(entry.reading().ref(), _ -> new ArrayList<>()).add(entry.place());
    }
    byRef.values().removeIf(places -> places.size() < 2);
    return byRef;
  }
}
