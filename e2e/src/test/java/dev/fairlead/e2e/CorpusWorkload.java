package dev.fairlead.e2e;

import dev.fairlead.policies.fixes.FixSwitches;
import dev.fairlead.policies.fixes.Fixes;
import dev.fairlead.policies.fixes.Patch;
import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A workload of the corpus that the fixes change, under a name of its own.
record CorpusWorkload(
    String name, String bundle, Map<String, Object> tree, List<PatchOperation> operations) {
  private static final ObjectReader READER = new ObjectReader(PodMakers.COMMON);

  CorpusWorkload {
    operations = List.copyOf(operations);
  }

  /// All of them; none where there is no corpus.
  static List<CorpusWorkload> fixed() {
    var bundles = corpus().resolve("bundles");
    if (!Files.isDirectory(bundles)) {
      return List.of();
    }
    var number = new AtomicInteger();
    try (var files = Files.walk(bundles)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .flatMap(file -> of(file, number))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path corpus() {
    return Optional.ofNullable(System.getenv("FAIRLEAD_CORPUS"))
        .map(Path::of)
        .orElse(Checkout.path("..", "shared", "corpus"));
  }

  private static Stream<CorpusWorkload> of(Path file, AtomicInteger number) {
    var objects = Manifests.read(file).objects();
    var view = ClusterView.builder(Scope.FILES);
    objects.forEach(object -> reading(object).object().ifPresent(view::add));
    return objects.stream().flatMap(object -> of(file, object, view.build(), number).stream());
  }

  private static Optional<CorpusWorkload> of(
      Path file, Map<String, Object> object, ClusterView view, AtomicInteger number) {
    var operations = Fixes.proposal(object, reading(object), view, FixSwitches.ALL).operations();
    if (operations.isEmpty()) {
      return Optional.empty();
    }
    var name = "w" + number.incrementAndGet();
    var metadata = new LinkedHashMap<>(Manifests.metadata(object));
    metadata.put("name", name);
    var renamed = new LinkedHashMap<>(object);
    renamed.put("metadata", metadata);
    return Optional.of(
        new CorpusWorkload(name, file.getFileName().toString(), renamed, operations));
  }

  private static Reading reading(Map<String, Object> object) {
    return READER.read(object, "default");
  }

  Map<String, Object> patched() {
    return Patch.applied(tree, operations);
  }

  /// The changed fields, as another version of the object has them.
  List<Object> changedIn(Map<String, Object> version) {
    return operations.stream().map(operation -> field(version, operation.path())).toList();
  }

  private static Object field(Map<String, Object> version, FieldPath path) {
    Object at = version;
    for (var step : path.segments()) {
      at =
          Objects.requireNonNull(
              switch (step) {
                case FieldPath.Segment.Field(var name) -> ((Map<?, ?>) at).get(name);
                case FieldPath.Segment.Key(var key) -> ((Map<?, ?>) at).get(key);
                case FieldPath.Segment.Index(var index) -> ((List<?>) at).get(index);
              },
              path::toString);
    }
    return at;
  }

  @Override
  public String toString() {
    return bundle + " " + name;
  }
}
