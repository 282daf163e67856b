package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Kubernetes objects as trees, in the order of their documents.
record Manifests(List<Map<String, Object>> objects) {
  static final Manifests NONE = new Manifests(List.of());

  Manifests {
    objects = List.copyOf(objects);
  }

  static Manifests parse(String yaml) {
    var documents = new ArrayList<Map<String, Object>>();
    for (var document : yaml().loadAll(yaml)) {
      if (document != null) {
        documents.add(map(document));
      }
    }
    return new Manifests(documents);
  }

  static Manifests read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Manifests only(Predicate<Map<String, Object>> wanted) {
    return new Manifests(objects.stream().filter(wanted).toList());
  }

  Manifests ofKind(String kind) {
    return only(object -> kind.equals(object.get("kind")));
  }

  Manifests without(String kind) {
    return only(object -> !kind.equals(object.get("kind")));
  }

  Manifests reversed() {
    return new Manifests(objects.reversed());
  }

  /// Writes them for kubectl, which reads what this writes in that order.
  Path write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, yaml().dumpAll(objects.iterator()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String kind(Map<String, Object> object) {
    return String.valueOf(object.get("kind"));
  }

  static Map<String, Object> metadata(Map<String, Object> object) {
    return child(object, "metadata");
  }

  /// The same object, of another namespace.
  static Map<String, Object> inNamespace(Map<String, Object> object, String namespace) {
    var metadata = new LinkedHashMap<>(metadata(object));
    metadata.put("namespace", namespace);
    var moved = new LinkedHashMap<>(object);
    moved.put("metadata", metadata);
    return moved;
  }

  /// The same object, with further labels and annotations.
  static Map<String, Object> marked(
      Map<String, Object> object, Map<String, String> labels, Map<String, String> annotations) {
    var metadata = new LinkedHashMap<>(metadata(object));
    metadata.put("labels", joined(child(metadata, "labels"), labels));
    metadata.put("annotations", joined(child(metadata, "annotations"), annotations));
    var marked = new LinkedHashMap<>(object);
    marked.put("metadata", metadata);
    return marked;
  }

  private static Map<String, Object> joined(Map<String, Object> these, Map<String, String> those) {
    var both = new LinkedHashMap<>(these);
    both.putAll(those);
    return both;
  }

  /// The object as one document.
  static String yaml(Map<String, Object> object) {
    return yaml().dump(object);
  }

  /// The mapping at a field; empty when it has none.
  static Map<String, Object> child(Map<String, Object> node, String field) {
    return map(node.getOrDefault(field, Map.of()));
  }

  /// The mapping at a path of fields; empty when there is none.
  static Map<String, Object> at(Map<String, Object> node, String... path) {
    return Stream.of(path).reduce(node, Manifests::child, (_, last) -> last);
  }

  /// The mappings at a field, which must be there, in a list that may be changed.
  static List<Map<String, Object>> children(Map<String, Object> node, String field) {
    return list(Objects.requireNonNull(node.get(field), field));
  }

  /// The text at a field, which must be there.
  static String text(Map<String, Object> node, String field) {
    return String.valueOf(Objects.requireNonNull(node.get(field), field));
  }

  /// The texts at a field, which must be there.
  static List<String> strings(Map<String, Object> node, String field) {
    var texts = (List<?>) Objects.requireNonNull(node.get(field), field);
    return texts.stream().map(String::valueOf).toList();
  }

  @SuppressWarnings("unchecked") // Kubernetes objects have only strings for keys
  private static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Object node) {
    return (List<Map<String, Object>>) node;
  }

  private static Yaml yaml() {
    return new Yaml(new SafeConstructor(new LoaderOptions()));
  }
}
